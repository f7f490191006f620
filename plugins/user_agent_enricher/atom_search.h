#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace griot::user_agents {

// Finds which of a fixed set of words a text holds, all in one pass (Aho and Corasick, 1975).
// Immutable once made; any thread.
class AtomSearch {
 public:
  explicit AtomSearch(const std::vector<std::string>& atoms);

  // Sets `found` to the words' indexes, each once. `text` is in the words' own case.
  void Find(std::string_view text, std::vector<int>* found) const;

 private:
  struct Node {
    int32_t atom = -1;     // that ends here
    int32_t shorter = -1;  // the next node, by suffix, at which one ends
  };

  size_t Row(int32_t node) const { return static_cast<size_t>(node) * width_; }

  std::array<uint8_t, 256> column_{};  // of a byte; 0: in no word
  size_t width_ = 1;
  std::vector<int32_t> next_;  // by node and column
  std::vector<Node> nodes_;
};

}  // namespace griot::user_agents
