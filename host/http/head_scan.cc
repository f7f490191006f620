#include "host/http/head_scan.h"

#include <cstring>

namespace griot::http {

HeadScan::State HeadScan::Scan(std::string_view bytes) {
  for (;;) {
    const void* found =
        at_ < bytes.size() ? std::memchr(bytes.data() + at_, '\n', bytes.size() - at_) : nullptr;
    size_t end = found != nullptr
                     ? static_cast<size_t>(static_cast<const char*>(found) - bytes.data())
                     : bytes.size();
    if (line_ == 0 && end > max_first_line_) return State::kTargetTooLong;
    if (end >= max_head_) return State::kTooLarge;
    if (found == nullptr) {
      at_ = bytes.size();
      return State::kMore;
    }
    if (end == line_ || bytes[end - 1] != '\r') return State::kBareLineFeed;
    if (bytes[line_] == ' ' || bytes[line_] == '\t') return State::kFolded;
    at_ = end + 1;
    if (end == line_ + 1) return State::kDone;
    if (line_ != 0) ++lines_;
    line_ = at_;
  }
}

}  // namespace griot::http
