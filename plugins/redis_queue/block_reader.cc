#include "block.h"
#include "griot/cpp/status.hpp"

namespace griot::redis_queue {
namespace {

bool IsNone(const griot_uuid& id) {
  constexpr griot_uuid kNone{};
  return std::memcmp(&id, &kNone, sizeof id) == 0;
}

void ReadUuid(WireReader* in, griot_uuid* to) {
  const std::string_view bytes = in->Bytes(sizeof to->bytes);
  if (!bytes.empty()) std::memcpy(to->bytes, bytes.data(), sizeof to->bytes);
}

}  // namespace

BlockReader::BlockReader(std::string_view block)
    : in_(block.size() < sizeof(uint32_t) ? std::string_view() : block.substr(sizeof(uint32_t))) {
  uint32_t check = 0;
  if (block.size() < sizeof check) {
    damage_ = "the block is too short";
    return;
  }
  std::memcpy(&check, block.data(), sizeof check);
  if (check != CheckOf(block.substr(sizeof check))) damage_ = "the block's check does not match";
}

bool BlockReader::Next(Record* record) {
  if (damage_ != nullptr || in_.done()) return false;
  record->kind = static_cast<RecordKind>(in_.Byte());
  switch (record->kind) {
    case RecordKind::kEvent:
      Envelope(&record->event);
      if (in_.ok() && (IsNone(record->event.id) || record->event.name.size == 0 ||
                       record->event.project.size == 0)) {
        damage_ = "an event without id, name or project";
      }
      break;
    case RecordKind::kSettled:
      Settled(record);
      break;
    case RecordKind::kFact:
      Fact(&record->fact);
      break;
    default:
      damage_ = "a record of an unknown kind";
  }
  if (damage_ == nullptr && !in_.ok()) damage_ = "a record ends behind the block";
  return damage_ == nullptr;
}

void BlockReader::Envelope(griot_event* event) {
  *event = griot_event{};
  event->struct_size = sizeof *event;
  const uint64_t flags = in_.Varint();
  event->flags = static_cast<uint32_t>(flags >> 1);
  ReadUuid(&in_, &event->id);
  if ((flags & 1) != 0) ReadUuid(&in_, &event->session_id);
  event->occurred_at = in_.Fixed<griot_time>();
  event->received_at = in_.Fixed<griot_time>();
  event->key = in_.Fixed<uint64_t>();
  griot_str* const fields[kEventTexts] = {&event->project,    &event->source,  &event->channel,
                                          &event->name,       &event->user_id, &event->anonymous_id,
                                          &event->properties, &event->context};
  for (size_t i = 0; i < kEventTexts; ++i) {
    const uint64_t size = in_.Varint();
    if (size != 0) before_[i] = in_.Bytes(size - 1);
    *fields[i] = Str(before_[i]);
  }
}

void BlockReader::Settled(Record* record) {
  griot_settled_event* settled = &record->settled;
  *settled = griot_settled_event{};
  settled->struct_size = sizeof *settled;
  settled->kind = in_.Byte();
  if (settled->kind != GRIOT_FILTERED && settled->kind != GRIOT_DEAD) {
    damage_ = "a settled event that is neither filtered nor dead";
    return;
  }
  settled->reason = Str(in_.Text());
  settled->detail = Str(in_.Text());
  settled->stage = Str(in_.Text());
  settled->raw = Str(in_.Text());
  Envelope(&record->event);
  settled->event = &record->event;
}

void BlockReader::Fact(griot_fact* fact) {
  *fact = griot_fact{};
  fact->struct_size = sizeof *fact;
  ReadUuid(&in_, &fact->cause);
  fact->kind = Str(in_.Text());
  fact->project = Str(in_.Text());
  fact->key = Str(in_.Text());
  fact->body = Str(in_.Text());
  if (fact->kind.size == 0) damage_ = "a fact without a kind";
}

}  // namespace griot::redis_queue
