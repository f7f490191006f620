#include "offer.h"

#include <utility>

#include "block.h"
#include "griot/uuid.hpp"
#include "keys.h"
#include "trial.h"

namespace griot::redis_queue {
namespace {

griot_uuid DeadId(const std::string& stream, const EntryId& id) {
  const Uuid derived = EventId("", "queue_entry", stream + "\x1f" + id.Text());
  griot_uuid out;
  static_assert(sizeof out.bytes == sizeof derived.b);
  std::memcpy(out.bytes, derived.b, sizeof out.bytes);
  return out;
}

std::string Deaths(const Entry& entry) {
  return "griot ended " + std::to_string(entry.deaths) + " times while it handled this";
}

}  // namespace

bool Offer::Submit(std::deque<Entry>& entries, size_t count, uint64_t token) {
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) bytes += entries[i].block.size();
  // A block whose check is right and whose records are wrong shows only while it is being added;
  // each round finds one more of these, so this ends.
  for (;;) {
    Submission submission(context_, bytes);
    if (!submission) return false;
    Added added = Added::kYes;
    for (size_t i = 0; i < count && added == Added::kYes; ++i) {
      added = AddEntry(&submission, &entries[i]);
    }
    if (added == Added::kYes) return submission.Submit(token);
    if (added == Added::kFull) return false;
  }
}

Offer::Added Offer::AddEntry(Submission* to, Entry* entry) {
  const std::string stream = StreamKey(entry->key.partition);
  const griot_origin origin{sizeof origin,     0,           Str(stream), entry->key.id.ms,
                            entry->key.id.seq, entry->fence};
  if (!to->SetOrigin(origin)) return Added::kFull;
  if (entry->deaths >= kGivenUpUnread && entry->damage.empty()) entry->damage = Deaths(*entry);
  return entry->damage.empty() ? AddBlock(to, entry) : AddDead(to, *entry);
}

Offer::Added Offer::AddBlock(Submission* to, Entry* entry) {
  const std::string_view block = to->Copy(entry->block);
  if (block.size() != entry->block.size()) return Added::kFull;
  BlockReader reader(block);
  if (reader.damage() != nullptr) {
    entry->damage = reader.damage();
    return AddDead(to, *entry);
  }
  const bool given_up = entry->deaths >= kGivenUp;
  const std::string deaths = given_up ? Deaths(*entry) : std::string();
  Record record;
  uint64_t count = 0;
  griot_result result = GRIOT_OK;
  while (result == GRIOT_OK && reader.Next(&record)) {
    if (record.kind != RecordKind::kFact) {
      ++count;
      record.event.flags &= ~static_cast<uint32_t>(GRIOT_EVENT_DERIVED);
      record.event.flags |= GRIOT_EVENT_IN_ARENA;
    }
    if (record.kind == RecordKind::kEvent && !given_up) to->Add(record.event);
    if (record.kind == RecordKind::kEvent && given_up) to->AddSettled(Dead(&record.event, deaths));
    if (record.kind == RecordKind::kSettled) to->AddSettled(record.settled);
    if (record.kind == RecordKind::kFact && !given_up) to->AddFact(record.fact);
    result = to->last_result();
  }
  if (result == GRIOT_INVALID) {
    entry->damage = "the host refuses a record of the block";
  } else if (result != GRIOT_OK) {
    return Added::kFull;
  } else if (reader.damage() != nullptr) {
    entry->damage = reader.damage();
  } else if (count != entry->key.events) {
    entry->damage = "the block holds " + std::to_string(count) + " events, its entry says " +
                    std::to_string(entry->key.events);
  }
  return entry->damage.empty() ? Added::kYes : Added::kDamaged;
}

griot_settled_event Offer::Dead(const griot_event* event, std::string_view detail) const {
  griot_settled_event dead{};
  dead.struct_size = sizeof dead;
  dead.kind = GRIOT_DEAD;
  dead.event = event;
  dead.reason = Str("crashes");
  dead.detail = Str(detail);
  dead.stage = Str(stage_);
  return dead;
}

Offer::Added Offer::AddDead(Submission* to, const Entry& entry) {
  const std::string stream = StreamKey(entry.key.partition);
  const std::string detail = stream + " " + entry.key.id.Text() + ": " + entry.damage;
  const std::string raw = RawOf(entry);
  griot_event event{};
  event.struct_size = sizeof event;
  event.id = DeadId(stream, entry.key.id);
  event.occurred_at = event.received_at = static_cast<griot_time>(entry.key.id.ms) * 1000;
  event.source = Str(stage_);
  griot_settled_event dead = Dead(&event, detail);
  if (entry.deaths < kGivenUpUnread) dead.reason = Str("bad_entry");
  dead.raw = Str(raw);
  return to->AddSettled(dead) ? Added::kYes : Added::kFull;
}

}  // namespace griot::redis_queue
