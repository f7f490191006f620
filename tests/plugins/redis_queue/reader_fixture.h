// Readers of one queue, and what they read.
#pragma once

#include <numeric>
#include <thread>

#include "queue_fixture.h"

namespace griot::test {

inline std::vector<uint64_t> UpTo(uint64_t n, uint64_t from = 0) {
  std::vector<uint64_t> numbers(n - from);
  std::iota(numbers.begin(), numbers.end(), from);
  return numbers;
}

inline void Sleep(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

class ReaderTest : public testing::Test {
 protected:
  // One entry an event, all of one user.
  void WriteSingly(uint64_t from, uint64_t to, std::string_view user = "u1") {
    for (uint64_t n = from; n < to; ++n) ASSERT_TRUE(producer_.WriteEvents(n, n + 1, user).ok());
  }
  std::string Streams(std::string_view command) {
    std::string all;
    for (int p = 0; p < 16; ++p) {
      all += redis_.Command({command, "griot:q:" + std::to_string(p)}) + " ";
    }
    return all;
  }

  RedisServer redis_;
  Producer producer_{redis_.url()};
};

}  // namespace griot::test
