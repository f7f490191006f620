#include "plugins/dashboard/settings/project_change.h"

#include <algorithm>
#include <array>

#include "plugins/dashboard/api/answer.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kWeek = 7 * 24 * 3600;
constexpr size_t kMostChannels = 100, kMostSpans = 24;
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool IsSeconds(json::Value value) {
  const auto seconds = value.int64();
  return seconds && *seconds >= 1 && *seconds <= kWeek;
}

std::string NameOfMember(json::Value key) {
  json::Scratch scratch;
  return std::string(key.string(scratch).value_or(""));
}

void CheckIdle(json::Value idle) {
  if (!idle.is_object() || idle.size() > kMostChannels) {
    throw BadParameter("idle", R"(must be an object of channels, as {"web": 1800})");
  }
  for (const auto [key, value] : idle.members()) {
    const std::string channel = NameOfMember(key);
    if (channel.empty() || channel.size() > 64 || !key.jsonb_ok() || !IsSeconds(value)) {
      throw BadParameter("idle." + channel.substr(0, 64),
                         "must be whole seconds, from 1 to 604800");
    }
  }
}

void CheckSession(json::Value session) {
  const json::Value opens = session.Find("opens_on");
  if (session.size() != 1 || (!opens.StringIs("own_events") && !opens.StringIs("every_event"))) {
    throw BadParameter("session", R"(must be {"opens_on": "own_events"} or "every_event")");
  }
}

// "09:00"; 24:00 only as an end. -1: it is none.
int MinuteOf(json::Value value, bool end) {
  const auto text = value.string_raw_nonescaped();
  if (!text || text->size() != 5 || (*text)[2] != ':') return -1;
  int minute = 0;
  for (const size_t at : {0, 1, 3, 4}) {
    if ((*text)[at] < '0' || (*text)[at] > '9') return -1;
  }
  minute = (((*text)[0] - '0') * 10 + (*text)[1] - '0') * 60 + ((*text)[3] - '0') * 10 +
           (*text)[4] - '0';
  return minute < 24 * 60 && (*text)[3] < '6' ? minute : end && *text == "24:00" ? minute : -1;
}

void CheckHours(json::Value hours) {
  if (!hours.is_object()) {
    throw BadParameter("business_hours", R"(must be an object of days: {"mon": [["09:00", …]]})");
  }
  for (const auto [key, spans] : hours.members()) {
    const std::string day = NameOfMember(key), name = "business_hours." + day.substr(0, 16);
    if (std::find(kDays.begin(), kDays.end(), day) == kDays.end()) {
      throw BadParameter(name, "is no day: mon, tue, wed, thu, fri, sat or sun");
    }
    if (!spans.is_array() || spans.size() > kMostSpans) {
      throw BadParameter(name, R"(must be a list of ["09:00", "18:00"])");
    }
    int before = 0;
    for (const json::Value span : spans.elements()) {
      const int from = MinuteOf(span.At(0), false), to = MinuteOf(span.At(1), true);
      if (span.size() != 2 || from < 0 || to < 0) {
        throw BadParameter(name, R"(must be a list of ["09:00", "18:00"])");
      }
      if (from >= to || from < before) {
        throw BadParameter(name, "ends before it begins, or begins before the one before it ends");
      }
      before = to;
    }
  }
}

void Check(std::string_view name, json::Value value) {
  if (name == "idle") return CheckIdle(value);
  if (name == "session") return CheckSession(value);
  if (name == "business_hours") return CheckHours(value);
  if (name == "week_start") {
    const auto day = value.int64();
    if (!day || *day < 1 || *day > 7) {
      throw BadParameter("week_start", "must be 1 (Monday) to 7 (Sunday)");
    }
  }
  if (name == "response_target" && !IsSeconds(value)) {
    throw BadParameter("response_target", "must be whole seconds, from 1 to 604800");
  }
  if (name == "text" && !value.StringIs("keep") && !value.StringIs("drop")) {
    throw BadParameter("text", R"(must be "keep" or "drop")");
  }
  if (name == "timezone") {
    const auto zone = value.string_raw_nonescaped();
    if (!zone || zone->empty() || zone->size() > 64 || !value.jsonb_ok()) {
      throw BadParameter("timezone", "must be a name as Africa/Nairobi");
    }
  }
}

}  // namespace

ProjectChange ReadProjectChange(const Body& body) {
  ProjectChange change;
  change.set.clear();
  json::Writer<std::string> w(change.set);
  w.BeginObject();
  for (const std::string_view name :
       {"timezone", "week_start", "idle", "session", "business_hours", "response_target", "text"}) {
    const json::Value value = body.Find(name);
    if (!value.exists()) continue;
    if (value.is_null()) {
      change.removed.emplace_back(name);
      continue;
    }
    Check(name, value);
    w.Key(name).Raw(value.raw());
  }
  w.EndObject();
  return change;
}

}  // namespace griot::dashboard
