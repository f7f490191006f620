#include "packer.h"

#include "griot/cpp/status.hpp"
#include "griot/session_key.hpp"
#include "keys.h"

namespace griot::redis_queue {
namespace {

// An entry takes no more once it would be larger: Redis answers in whole entries.
constexpr uint64_t kEntryBytes = 1 << 20;
// What one event adds beside its texts, at most.
constexpr uint64_t kEnvelopeBytes = 128;
// Writers are kept from batch to batch, but not for ever what one huge batch took.
constexpr size_t kEntriesKept = 64;

std::string_view Bytes(const griot_uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes), sizeof id.bytes};
}

uint64_t SizeOf(const griot_event& e) {
  return kEnvelopeBytes + e.project.size + e.source.size + e.channel.size + e.name.size +
         e.user_id.size + e.anonymous_id.size + e.properties.size + e.context.size;
}

uint64_t SizeOf(const griot_settled_event& s) {
  const uint64_t event = s.event == nullptr ? kEnvelopeBytes : SizeOf(*s.event);
  return event + s.reason.size + s.detail.size + s.stage.size + s.raw.size;
}

}  // namespace

void Packer::Pack(const griot_batch& batch) {
  Clear();
  IndexFacts(batch);
  for (uint32_t i = 0; i < batch.count; ++i) AddEvent(*batch.events[i]);
  for (uint32_t i = 0; i < batch.settled_count; ++i) AddSettled(*batch.settled[i]);
  for (const auto& [cause, fact] : facts_) AddLooseFact(*fact);
  SumUp();
}

void Packer::Clear() {
  for (size_t i = 0; i < used_; ++i) entries_[i].block.Clear();
  if (entries_.size() > kEntriesKept) entries_.resize(kEntriesKept);
  used_ = 0;
  open_.assign(open_.size(), nullptr);
  total_ = {};
  accepted_.clear();
}

void Packer::IndexFacts(const griot_batch& batch) {
  facts_.clear();
  for (uint32_t i = 0; i < batch.fact_count; ++i) {
    facts_.emplace(Bytes(batch.facts[i]->cause), batch.facts[i]);
  }
}

void Packer::AddEvent(const griot_event& event) {
  BlockWriter& block = BlockFor(PartitionOf(event), SizeOf(event));
  block.AddEvent(event);
  AddFactsOf(event.id, &block);
  Count(View(event.project), View(event.source));
}

void Packer::AddSettled(const griot_settled_event& settled) {
  constexpr griot_event kNoEvent{};
  const griot_event& event = settled.event == nullptr ? kNoEvent : *settled.event;
  BlockWriter& block = BlockFor(PartitionOf(event), SizeOf(settled));
  block.AddSettled(settled);
  AddFactsOf(event.id, &block);
  Count(View(event.project), View(event.source));
}

// A fact stays with its cause, in one entry: where that event is dropped, it is dropped with it.
void Packer::AddFactsOf(const griot_uuid& cause, BlockWriter* block) {
  if (facts_.empty()) return;
  const auto [from, to] = facts_.equal_range(Bytes(cause));
  for (auto i = from; i != to; ++i) block->AddFact(*i->second);
  facts_.erase(from, to);
}

// A fact that holds whatever becomes of the events, or whose cause is not in this batch.
void Packer::AddLooseFact(const griot_fact& fact) {
  const uint64_t hash = Fnv1a(View(fact.key), Fnv1a(View(fact.project)));
  const auto partition = static_cast<uint32_t>(hash % open_.size());
  BlockFor(partition, kEnvelopeBytes + fact.body.size).AddFact(fact);
}

uint32_t Packer::PartitionOf(const griot_event& event) const {
  const uint64_t hash = event.key != 0 ? event.key : SessionKeyHash(event);
  return static_cast<uint32_t>(hash % open_.size());
}

BlockWriter& Packer::BlockFor(uint32_t partition, uint64_t bytes) {
  BlockWriter*& block = open_[partition];
  const bool full = block != nullptr && block->size() + bytes > kEntryBytes;
  if (block == nullptr || full) {
    if (used_ == entries_.size()) entries_.emplace_back();
    entries_[used_].partition = partition;
    block = &entries_[used_++].block;
  }
  return *block;
}

void Packer::Count(std::string_view project, std::string_view source) {
  for (Accepted& row : accepted_) {
    if (row.project != project || row.source != source) continue;
    ++row.count;
    return;
  }
  std::string field(project);
  field.append(1, kLedgerSeparator).append(source);
  accepted_.push_back({project, source, std::move(field), 1});
}

void Packer::SumUp() {
  for (size_t i = 0; i < used_; ++i) {
    const Entry& entry = entries_[i];
    total_.events += entry.block.count();
    total_.bytes += entry.block.size();
  }
}

}  // namespace griot::redis_queue
