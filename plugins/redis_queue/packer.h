// A batch, dealt into blocks by partition: what one step of the sink puts into the queue.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "block.h"
#include "griot/abi.h"

namespace griot::redis_queue {

// Keep one and reuse it: its memory stays (but for what an unusually large batch took). One thread
// at a time; the batch must live until its blocks have been sent.
class Packer {
 public:
  explicit Packer(uint32_t partitions) : open_(partitions, nullptr) {}

  // Takes the place of what was packed before.
  void Pack(const griot_batch& batch);

  struct Entry {
    uint32_t partition = 0;
    BlockWriter block;
  };
  // In the order in which they go into the queue.
  size_t entry_count() const { return used_; }
  Entry& entry(size_t i) { return entries_[i]; }

  struct Load {
    uint64_t events = 0;
    uint64_t bytes = 0;
  };
  // What all entries add to the queue.
  const Load& total() const { return total_; }

  // How many events each (project, source) had accepted, keyed as the ledger's fields are.
  struct Accepted {
    std::string_view project, source;
    std::string field;
    uint64_t count = 0;
  };
  const std::vector<Accepted>& accepted() const { return accepted_; }

 private:
  void Clear();
  void IndexFacts(const griot_batch& batch);
  void AddEvent(const griot_event& event);
  void AddSettled(const griot_settled_event& settled);
  void AddLooseFact(const griot_fact& fact);
  void AddFactsOf(const griot_uuid& cause, BlockWriter* block);
  uint32_t PartitionOf(const griot_event& event) const;
  BlockWriter& BlockFor(uint32_t partition, uint64_t bytes);
  void Count(std::string_view project, std::string_view source);
  void SumUp();

  std::deque<Entry> entries_;  // a deque: writers stay where they are
  size_t used_ = 0;
  std::vector<BlockWriter*> open_;  // the block of each partition that takes more
  Load total_;
  std::vector<Accepted> accepted_;
  std::unordered_multimap<std::string_view, const griot_fact*> facts_;  // by cause
};

}  // namespace griot::redis_queue
