// From entries to submissions: what the queue holds is handed to the host.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "entry.h"
#include "griot/cpp/host.hpp"
#include "griot/cpp/intake.hpp"

namespace griot::redis_queue {

// One thread at a time.
class Offer {
 public:
  Offer(const Context& context, std::string_view stage) : context_(context), stage_(stage) {}

  // Hands over the first `count` entries as one submission: one copy of each block, in which the
  // events' texts stay. False: the host is full, and nothing was taken. An entry that is damaged
  // becomes a dead record with its bytes (and its `damage` is set); the events of one that is given
  // up become dead ones.
  bool Submit(std::deque<Entry>& entries, size_t count, uint64_t token);

 private:
  enum class Added { kYes, kFull, kDamaged };
  // `kDamaged`: part of the entry may have been added; the submission must be made anew.
  Added AddEntry(Submission* to, Entry* entry);
  Added AddBlock(Submission* to, Entry* entry);
  Added AddDead(Submission* to, const Entry& entry);
  griot_settled_event Dead(const griot_event* event, std::string_view detail) const;

  Context context_;
  std::string stage_;
};

}  // namespace griot::redis_queue
