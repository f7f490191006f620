#pragma once

// Texts that events point to, put into their submission by one allocation.

#include <cstddef>
#include <cstring>
#include <string_view>

#include "griot/cpp/intake.hpp"

namespace griot {
inline namespace sdk_v1 {

// Room for `size` bytes, filled text by text. Its texts live as long as the submission. One thread.
class ArenaTexts {
 public:
  ArenaTexts(Submission& arena, std::size_t size) : at_(arena.Alloc(size)) {}

  // False: the host is full, and nothing may be put.
  explicit operator bool() const { return at_ != nullptr; }

  std::string_view Put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
    return {at_ - text.size(), text.size()};
  }

 private:
  char* at_;
};

}  // namespace sdk_v1
}  // namespace griot
