#include "host/control/tap_operation.h"

#include <algorithm>
#include <array>

#include "host/control/refuse.h"
#include "host/pipeline/tap.h"

namespace griot::host {
namespace {

constexpr auto kPause = std::chrono::milliseconds(50);
constexpr int kPausesToCounts = 20;  // a second
constexpr unsigned kMostPerSecond = 1000;

constexpr std::array<std::pair<std::string_view, griot_str griot_event::*>, 6> kFields = {{
    {"name", &griot_event::name},
    {"channel", &griot_event::channel},
    {"project", &griot_event::project},
    {"source", &griot_event::source},
    {"user_id", &griot_event::user_id},
    {"anonymous_id", &griot_event::anonymous_id},
}};

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

// Empty: understood.
std::string ReadWhere(json::Value where, TapWish* wish) {
  for (const json::Member member : where.members()) {
    const std::string field = Text(member.key);
    const auto* const known = std::find_if(kFields.begin(), kFields.end(),
                                           [&](const auto& f) { return f.first == field; });
    if (known != kFields.end()) {
      wish->where.emplace_back(known->second, Text(member.value));
      continue;
    }
    std::string all;
    for (const auto& [name, at] : kFields) all.append(all.empty() ? "" : ", ").append(name);
    return "events have no field " + field + " to choose by; there are " + all;
  }
  return {};
}

std::string ReadWish(json::Value asked, TapWish* wish) {
  wish->stage = Text(asked.Find("stage"));
  wish->before = asked.Find("before").boolean().value_or(false);
  wish->after = asked.Find("after").boolean().value_or(!wish->before);
  const uint64_t rate = asked.Find("per_second").uint64().value_or(wish->per_second);
  wish->per_second = static_cast<unsigned>(std::clamp<uint64_t>(rate, 1, kMostPerSecond));
  if (const json::Value id = asked.Find("id"); id.exists()) {
    wish->id = ParseUuid(Text(id));
    if (!wish->id) return "an event's id is a UUID";
  }
  if (wish->stage.empty() && !wish->id)
    return "a tap needs a stage, or the id of an event to follow";
  return ReadWhere(asked.Find("where"), wish);
}

std::string CheckStage(const Runtime& runtime, const TapWish& wish) {
  if (wish.stage.empty()) return {};
  const auto kind = runtime.KindOf(wish.stage);
  if (!kind) return "there is no stage " + wish.stage + "; griot ls names them";
  if (*kind == GRIOT_KIND_SERVICE) return "no events pass through a service";
  if (*kind == GRIOT_KIND_SOURCE && wish.before)
    return "before a source there are no events yet; look after it";
  return {};
}

std::string Counts(const Tap::Counts& counts, bool stage_is_there) {
  std::string line;
  json::Writer<std::string> w(line);
  w.BeginObject().Key("seen").Uint(counts.seen).Key("shown").Uint(counts.shown);
  w.Key("lost").Uint(counts.lost).Key("stage_is_there").Bool(stage_is_there).EndObject();
  return line;
}

}  // namespace

void ServeTap(Runtime& runtime, json::Value asked, ControlReply& reply) {
  TapWish wish;
  std::string trouble = ReadWish(asked, &wish);
  if (trouble.empty()) trouble = CheckStage(runtime, wish);
  if (!trouble.empty()) {
    reply.Send(Refuse(trouble));
    return;
  }
  const std::string stage = wish.stage;
  const std::string began = R"({"tap":true,"per_second":)" + std::to_string(wish.per_second) + "}";
  const std::shared_ptr<Tap> tap = runtime.taps().Open(std::move(wish));
  if (tap == nullptr) {
    reply.Send(Refuse("as many look as may (" + std::to_string(TapHub::kMost) + ")"));
    return;
  }
  bool goes_on = reply.Send(began);
  for (int pauses = 1; goes_on && reply.Pause(kPause); ++pauses) {
    Tap::Counts counts;
    for (const std::string& line : tap->Take(&counts)) goes_on = goes_on && reply.Send(line);
    if (pauses % kPausesToCounts == 0)
      goes_on = goes_on && reply.Send(Counts(counts, stage.empty() || runtime.KindOf(stage)));
  }
  runtime.taps().Close(tap);
}

}  // namespace griot::host
