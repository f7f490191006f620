#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plugins/dashboard/db/db.h"
#include "plugins/dashboard/rollup/cell.h"

namespace griot::dashboard {

// Whose identifier is whose number, remembered from one question to the next: an identifier keeps
// its number until somebody is forgotten. Thread-safe.
class ActorMemory {
 public:
  void Clear();
  uint64_t version() const;  // another after each Clear
  // Adds to `numbers` what it knows of `keys`, and leaves in there the others.
  void Recall(std::unordered_map<std::string, int>* keys,
              std::unordered_map<std::string, uint32_t>* numbers) const;
  // Nothing, where it was cleared since.
  void Keep(uint64_t version, const std::string& key, uint32_t number);

 private:
  static constexpr size_t kMost = 1'000'000;
  mutable std::mutex mutex_;
  uint64_t version_ = 0;
  std::unordered_map<std::string, uint32_t> numbers_;
};

// Says which identifier's an event is: the number in `identifiers`, remembered by what the event
// shows. One thread at a time.
class Actors {
 public:
  // `memory`, which may be null, must outlive it.
  explicit Actors(ActorMemory* memory = nullptr)
      : memory_(memory), version_(memory == nullptr ? 0 : memory->version()) {}

  // An event's row, by place in `rows`; fills in what is not known yet, in one statement.
  void Resolve(Db& db, const Result& rows);
  // 0: nobody's.
  uint32_t NumberOf(const Result& rows, int row);
  void Clear() { numbers_.clear(); }

 private:
  static constexpr size_t kMost = 500'000;
  std::string KeyOf(const Result& rows, int row);

  ActorMemory* const memory_;
  const uint64_t version_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::string scratch_;
};

// Columns of the rows that are counted: select kEventColumns from events e.
extern const char* const kEventColumns;
// Where an event came from, as a JSON list: its country, from what that is known (phone or ip, as
// the enricher says; event: who sent it said so), region and city. Null: nothing is known.
extern const char* const kEventPlace;
std::string EventsWhere(const std::string& where);

// All that `dim` of a cell can be.
std::vector<std::string> AllDims();

// The first own event by identifier's number, in microseconds since 1970, and its project.
struct First {
  int64_t at;
  std::string project;
};
using Firsts = std::unordered_map<uint32_t, First>;

// Counts rows of kEventColumns into quarters; `firsts` may be null.
void CountRows(Db& db, Actors& actors, const Result& rows, Buckets* quarters, Firsts* firsts);

}  // namespace griot::dashboard
