#include "block.h"
#include "griot/cpp/status.hpp"

namespace griot::redis_queue {
namespace {

// Flags that say how an event came here are not carried: where it lies in memory, and that a
// transform derived it (the relay has counted it as accepted, so from here on it is like others).
constexpr uint32_t kNotCarried = GRIOT_EVENT_IN_ARENA | GRIOT_EVENT_DERIVED;

EventTexts TextsOf(const griot_event& e) {
  return {View(e.project), View(e.source),       View(e.channel),    View(e.name),
          View(e.user_id), View(e.anonymous_id), View(e.properties), View(e.context)};
}

bool IsNone(const griot_uuid& id) {
  constexpr griot_uuid kNone{};
  return std::memcmp(&id, &kNone, sizeof id) == 0;
}

}  // namespace

void BlockWriter::Envelope(const griot_event& event) {
  WireWriter out(bytes_);
  const bool has_session = !IsNone(event.session_id);
  out.Varint(static_cast<uint64_t>(event.flags & ~kNotCarried) << 1 | (has_session ? 1 : 0));
  out.Bytes(event.id.bytes, sizeof event.id.bytes);
  if (has_session) out.Bytes(event.session_id.bytes, sizeof event.session_id.bytes);
  out.Fixed(event.occurred_at);
  out.Fixed(event.received_at);
  out.Fixed(event.key);
  const EventTexts texts = TextsOf(event);
  for (size_t i = 0; i < kEventTexts; ++i) {
    if (texts[i] == before_[i]) {
      out.Varint(0);
      continue;
    }
    out.Varint(texts[i].size() + 1);
    out.Bytes(texts[i].data(), texts[i].size());
  }
  before_ = texts;
}

void BlockWriter::AddEvent(const griot_event& event) {
  WireWriter(bytes_).Byte(static_cast<uint8_t>(RecordKind::kEvent));
  Envelope(event);
  ++count_;
}

void BlockWriter::AddSettled(const griot_settled_event& settled) {
  constexpr griot_event kNoEvent{};
  WireWriter out(bytes_);
  out.Byte(static_cast<uint8_t>(RecordKind::kSettled));
  out.Byte(static_cast<uint8_t>(settled.kind));
  out.Text(View(settled.reason));
  out.Text(View(settled.detail));
  out.Text(View(settled.stage));
  out.Text(View(settled.raw));
  Envelope(settled.event == nullptr ? kNoEvent : *settled.event);
  ++count_;
}

void BlockWriter::AddFact(const griot_fact& fact) {
  WireWriter out(bytes_);
  out.Byte(static_cast<uint8_t>(RecordKind::kFact));
  out.Bytes(fact.cause.bytes, sizeof fact.cause.bytes);
  out.Text(View(fact.kind));
  out.Text(View(fact.project));
  out.Text(View(fact.key));
  out.Text(View(fact.body));
}

std::string_view BlockWriter::Finish() {
  const uint32_t check = CheckOf(std::string_view(bytes_).substr(sizeof(uint32_t)));
  std::memcpy(bytes_.data(), &check, sizeof check);
  return bytes_;
}

void BlockWriter::Clear() {
  bytes_.resize(sizeof(uint32_t));
  before_ = {};
  count_ = 0;
}

}  // namespace griot::redis_queue
