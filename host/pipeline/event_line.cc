#include "host/pipeline/event_line.h"

#include <algorithm>
#include <vector>

#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "host/pipeline/submission.h"

namespace griot::host {
namespace {

// More is not for people to read, and copying it would cost the lane.
constexpr size_t kMostMembers = 32 * 1024;

std::string Text(const griot_uuid& id) {
  Uuid uuid;
  std::copy(std::begin(id.bytes), std::end(id.bytes), uuid.b);
  return UuidString(uuid);
}

bool IsNone(const griot_uuid& id) {
  return std::all_of(std::begin(id.bytes), std::end(id.bytes), [](uint8_t b) { return b == 0; });
}

// The object's text with the changes that wait for it.
std::string Members(griot_str text, const PatchNode* newest) {
  std::vector<json::Patch> patches;
  for (const PatchNode* node = newest; node != nullptr; node = node->next) {
    patches.push_back({View(node->path), std::nullopt});
    if (node->json.data != nullptr) patches.back().json = View(node->json);
  }
  std::reverse(patches.begin(), patches.end());
  std::string out;
  if (patches.empty()) {
    out = View(text);
  } else if (!json::ApplyPatches(View(text), patches, out)) {
    out.clear();
  }
  return out;
}

void WriteMembers(json::Writer<std::string>& w, const char* key, griot_str text,
                  const PatchNode* newest) {
  if (text.size > kMostMembers) {
    w.Key(std::string(key) + "_bytes").Uint(text.size);
    return;
  }
  const std::string members = Members(text, newest);
  w.Key(key).Raw(members.empty() ? "{}" : members);
}

}  // namespace

void WriteEvent(json::Writer<std::string>& w, const griot_event& event) {
  const auto& record = *static_cast<const EventRecord*>(event.host_record);
  w.BeginObject().Key("id").String(Text(event.id));
  if (!IsNone(event.session_id)) w.Key("session_id").String(Text(event.session_id));
  w.Key("project").String(View(event.project)).Key("source").String(View(event.source));
  w.Key("channel").String(View(event.channel)).Key("name").String(View(event.name));
  if (event.user_id.size != 0) w.Key("user_id").String(View(event.user_id));
  if (event.anonymous_id.size != 0) w.Key("anonymous_id").String(View(event.anonymous_id));
  w.Key("occurred_at").String(IsoString(event.occurred_at));
  w.Key("received_at").String(IsoString(event.received_at));
  if ((event.flags & GRIOT_EVENT_DERIVED) != 0) w.Key("derived").Bool(true);
  WriteMembers(w, "properties", event.properties, record.patches[0]);
  WriteMembers(w, "context", event.context, record.patches[1]);
  w.EndObject();
}

}  // namespace griot::host
