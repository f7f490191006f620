#include "host/pipeline/sample_events.h"

#include <algorithm>
#include <cstring>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"

namespace griot::host {
namespace {

// What comes through every pipeline, and what is hardest about it: no user, no members, a name that
// nobody knows.
constexpr const char* kOrdinary =
    R"({"event":{"channel":"web","name":"page_view","user_id":"u1","anonymous_id":"a1","flags":2,"properties":{"path":"/a"},"context":{"userAgent":"Mozilla/5.0","ip":"203.0.113.9","page":{"path":"/a","url":"https://example.com/a?utm_source=s"}}}}
{"event":{"channel":"whatsapp","name":"message.received","user_id":"+254712345678","properties":{"messageId":"m1","chatId":"c1","contentType":"text","text":"hello"}}}
{"event":{"channel":"whatsapp","name":"message.sent","user_id":"+254712345678","properties":{"messageId":"m2","chatId":"c1","agentId":"a"}}}
{"event":{"channel":"web","name":"identify","user_id":"u1","anonymous_id":"a1","flags":2,"properties":{"traits":{"email":"a@example.com"}}}}
{"event":{"channel":"web","name":"purchase","user_id":"u1","anonymous_id":"a1","flags":2,"properties":{"value":1.5}}}
{"event":{"channel":"","name":"nobody knows this one"}}
)";

constexpr std::pair<const char*, int32_t> kVerdicts[] = {
    {"pass", GRIOT_PASS}, {"filtered", GRIOT_FILTERED}, {"dead", GRIOT_DEAD}};

}  // namespace

std::string SampleEvents::NameOf(int32_t verdict) {
  for (const auto& [name, kind] : kVerdicts)
    if (kind == verdict) return name;
  return "nothing";
}

griot_str SampleEvents::Keep(std::string_view text) { return Str(texts_.emplace_back(text)); }

Status SampleEvents::Read(const char* golden) {
  std::string_view rest(golden == nullptr ? kOrdinary : golden);
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (Status read = ReadLine(line); !read.ok()) return read;
  }
  return Status::Ok();
}

Status SampleEvents::ReadLine(std::string_view line) {
  const std::string place = "golden event " + std::to_string(events_.size());
  json::Document document;
  if (!document.Parse(line).ok() || !document.root().Find("event").is_object())
    return Status::Invalid(place + " is no JSON object with an `event`");
  const json::Value from = document.root().Find("event");
  json::Scratch scratch;
  const auto text = [&](const char* key, const char* otherwise) {
    return Keep(from.Find(key).string(scratch).value_or(otherwise));
  };
  griot_event event{};
  event.struct_size = sizeof event;
  const Uuid made = EventId("golden", "golden", std::to_string(events_.size()));
  const Uuid id = ParseUuid(from.Find("id").string(scratch).value_or("")).value_or(made);
  std::memcpy(event.id.bytes, id.b, sizeof event.id.bytes);
  event.project = text("project", "golden");
  event.channel = text("channel", "web");
  event.name = text("name", "");
  event.user_id = text("user_id", "");
  event.anonymous_id = text("anonymous_id", "");
  event.received_at = Now();
  event.occurred_at =
      ParseTime(from.Find("occurred_at").string(scratch).value_or("")).value_or(event.received_at);
  event.flags = static_cast<uint32_t>(from.Find("flags").uint64().value_or(0)) & GRIOT_EVENT_DEVICE;
  if (from.Find("properties").is_object()) event.properties = Keep(from.Find("properties").raw());
  if (from.Find("context").is_object()) event.context = Keep(from.Find("context").raw());
  events_.push_back(event);
  const std::string_view verdict = document.root().Find("verdict").string(scratch).value_or("");
  int32_t wanted = GRIOT_VERDICT_NONE;
  for (const auto& [name, kind] : kVerdicts)
    if (verdict == name) wanted = kind;
  verdicts_.push_back(wanted);
  if (!verdict.empty() && wanted == GRIOT_VERDICT_NONE)
    return Status::Invalid(place + ": \"" + std::string(verdict) + "\" is no verdict");
  return Status::Ok();
}

}  // namespace griot::host
