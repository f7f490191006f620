#include "host/control/inject.h"

#include <deque>

#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "host/control/refuse.h"

namespace griot::host {
namespace {

constexpr auto kInjectPatience = std::chrono::seconds(30);

// Texts of one request, decoded; they live until the events have been copied.
struct Texts : std::deque<std::string> {
  griot_str Keep(json::Value value) {
    json::Scratch scratch;
    const auto text = value.string(scratch);
    emplace_back(text ? *text : std::string_view{});
    return Str(back());
  }
};

// One event of an inject request, in the shape that dead letters are kept in.
bool ReadEvent(json::Value value, Texts* texts, griot_event* event) {
  *event = {};
  event->struct_size = sizeof *event;
  json::Scratch scratch;
  const auto id = ParseUuid(value.Find("id").string(scratch).value_or(""));
  if (!id) return false;
  std::copy(std::begin(id->b), std::end(id->b), event->id.bytes);
  event->project = texts->Keep(value.Find("project"));
  event->channel = texts->Keep(value.Find("channel"));
  event->name = texts->Keep(value.Find("name"));
  event->user_id = texts->Keep(value.Find("user_id"));
  event->anonymous_id = texts->Keep(value.Find("anonymous_id"));
  const auto time = [&](const char* key) {
    const auto text = value.Find(key).string(scratch);
    return text ? ParseTime(*text).value_or(Now()) : Now();
  };
  event->occurred_at = time("occurred_at");
  event->received_at = time("received_at");
  event->flags =
      static_cast<uint32_t>(value.Find("flags").uint64().value_or(0)) & GRIOT_EVENT_DEVICE;
  if (value.Find("properties").is_object()) event->properties = Str(value.Find("properties").raw());
  if (value.Find("context").is_object()) event->context = Str(value.Find("context").raw());
  return true;
}

}  // namespace

std::string Inject(Runtime& runtime, json::Value request) {
  json::Scratch scratch;
  const std::string_view name = request.Find("pipeline").string(scratch).value_or("");
  Texts texts;
  std::vector<griot_event> events;
  for (json::Value value : request.Find("events").elements()) {
    events.emplace_back();
    if (!value.jsonb_ok() || !ReadEvent(value, &texts, &events.back()))
      return Refuse("event " + std::to_string(events.size() - 1) + " is no event with an id");
  }
  const Status status = runtime.Inject(name, events, kInjectPatience);
  return status.ok() ? R"({"ok":true})" : Refuse(status.text);
}

}  // namespace griot::host
