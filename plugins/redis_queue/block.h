// The block: what one queue entry carries, format version 1 (docs/queue-format.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "griot/abi.h"
#include "wire.h"

namespace griot::redis_queue {

enum class RecordKind : uint8_t { kEvent = 1, kSettled = 2, kFact = 3 };

// The eight texts of an event, in the order in which they are written.
inline constexpr size_t kEventTexts = 8;
using EventTexts = std::array<std::string_view, kEventTexts>;

// Writes records into a block. Keep one and reuse it: its memory stays. The texts of the record
// added last must live until the next one, or until Finish. One thread at a time.
class BlockWriter {
 public:
  void AddEvent(const griot_event& event);
  void AddSettled(const griot_settled_event& settled);
  void AddFact(const griot_fact& fact);

  size_t size() const { return bytes_.size(); }
  // How many events and settled events it holds: facts ride along uncounted.
  uint32_t count() const { return count_; }

  // The block with its check; the view lives until the next change.
  std::string_view Finish();
  void Clear();

 private:
  void Envelope(const griot_event& event);

  std::string bytes_ = std::string(sizeof(uint32_t), '\0');
  EventTexts before_;
  uint32_t count_ = 0;
};

// One record as read; texts are views into the block.
struct Record {
  RecordKind kind;
  griot_event event;            // of kEvent
  griot_settled_event settled;  // of kSettled; its event points to `event`
  griot_fact fact;              // of kFact
};

// Reads a block that must stay unchanged. Takes any bytes: what is no block is damaged(), and gives
// no wrong memory. One thread at a time.
class BlockReader {
 public:
  explicit BlockReader(std::string_view block);

  // False at the end, or at the first damage. `record` must not move while it is used.
  bool Next(Record* record);
  // Why the block cannot be read further; nullptr while all is well.
  const char* damage() const { return damage_; }

 private:
  void Envelope(griot_event* event);
  void Settled(Record* record);
  void Fact(griot_fact* fact);

  WireReader in_;
  EventTexts before_;
  const char* damage_ = nullptr;
};

}  // namespace griot::redis_queue
