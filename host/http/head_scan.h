#pragma once

#include <cstddef>
#include <string_view>

namespace griot::http {

// Finds where a request's head ends, over as many reads as it takes, and refuses on the way what a
// lenient parser might read otherwise than the proxy in front did: bare line feeds and folded
// lines. Each byte is looked at once. Not thread-safe.
class HeadScan {
 public:
  enum class State { kMore, kDone, kBareLineFeed, kFolded, kTargetTooLong, kTooLarge };

  HeadScan(size_t max_first_line, size_t max_head)
      : max_first_line_(max_first_line), max_head_(max_head) {}

  void Reset() { line_ = at_ = lines_ = 0; }

  // `bytes` begins with the head's first byte each time and never gets shorter.
  State Scan(std::string_view bytes);

  size_t size() const { return at_; }      // of the whole head, once done
  size_t lines() const { return lines_; }  // header lines

 private:
  size_t max_first_line_;
  size_t max_head_;
  size_t line_ = 0;  // where the line that is being read begins
  size_t at_ = 0;    // what was looked at already
  size_t lines_ = 0;
};

}  // namespace griot::http
