// How much waits in the queue, and whether more may be taken.
#pragma once

#include <cstdint>
#include <string>

#include "griot/cpp/host.hpp"
#include "lamp.h"
#include "link.h"
#include "options.h"
#include "packer.h"

namespace griot::redis_queue {

// The depth as this process last heard it: from the replies to its own transactions, and from a
// look now and then. One thread at a time; `options` and `link` must outlive it.
class Depth {
 public:
  Depth(const Context& context, const Options& options);

  // May `more` be added? OK, or RETRY when the bound would be passed; while the queue is full the
  // numbers are read again, but not more than ten times a second.
  Status Admit(Link& link, const Packer::Load& more);
  // The counts as Redis gave them.
  void Set(int64_t events, int64_t bytes);
  // Reads the counts and shows them.
  Status Refresh(Link& link);

 private:
  bool Fits(const Packer::Load& more) const;
  std::string FullText() const;

  const Options& options_;
  Packer::Load total_;
  Clock::time_point next_look_{};
  Lamp lamp_;
  Metric events_, bytes_;
};

}  // namespace griot::redis_queue
