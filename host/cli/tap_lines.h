// What griot tap prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot::host {

// Makes lines for people of what the control socket answers. For one thread.
class TapLines {
 public:
  // `width`: of a terminal, whose lines must not wrap; 0: no matter. `follows`: one event on its
  // way, so stages and times are said instead of the event.
  TapLines(size_t width, bool follows) : width_(width), follows_(follows) {}

  // Empty: nothing to say. A line about counts comes when some were left out, now and then.
  std::string Line(std::string_view answer);

 private:
  std::string Event(json::Value seen);
  std::string Counts(json::Value counts);

  const size_t width_;
  const bool follows_;
  int64_t first_ = 0, last_ = 0;  // when the followed event was seen
  uint64_t told_ = 0;             // of those seen, when counts were said last
  bool there_ = true;
  unsigned per_second_ = 0;
};

}  // namespace griot::host
