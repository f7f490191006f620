#include "plugins/user_agent_enricher/atom_search.h"

#include <algorithm>

namespace griot::user_agents {

AtomSearch::AtomSearch(const std::vector<std::string>& atoms) {
  for (const std::string& atom : atoms) {
    for (const char c : atom) {
      uint8_t& column = column_[static_cast<unsigned char>(c)];
      if (column == 0) column = static_cast<uint8_t>(width_++);
    }
  }
  const auto add_node = [this] {
    nodes_.emplace_back();
    next_.resize(next_.size() + width_, -1);
    return static_cast<int32_t>(nodes_.size() - 1);
  };
  add_node();
  for (size_t i = 0; i < atoms.size(); ++i) {
    int32_t node = 0;
    for (const char c : atoms[i]) {
      const size_t at = Row(node) + column_[static_cast<unsigned char>(c)];
      if (next_[at] < 0) {
        const int32_t made = add_node();  // moves next_
        next_[at] = made;
      }
      node = next_[at];
    }
    nodes_[static_cast<size_t>(node)].atom = static_cast<int32_t>(i);
  }
  // Breadth first: where a word goes no further, go on as after its longest suffix.
  std::vector<int32_t> suffix(nodes_.size(), 0), queue{0};
  for (size_t head = 0; head < queue.size(); ++head) {
    const int32_t node = queue[head];
    const int32_t back = suffix[static_cast<size_t>(node)];
    for (size_t column = 0; column < width_; ++column) {
      const int32_t fall = node == 0 ? 0 : next_[Row(back) + column];
      int32_t& to = next_[Row(node) + column];
      if (to < 0) {
        to = fall;
        continue;
      }
      suffix[static_cast<size_t>(to)] = fall;
      const Node& end = nodes_[static_cast<size_t>(fall)];
      nodes_[static_cast<size_t>(to)].shorter = end.atom >= 0 ? fall : end.shorter;
      queue.push_back(to);
    }
  }
}

void AtomSearch::Find(std::string_view text, std::vector<int>* found) const {
  found->clear();
  int32_t node = 0;
  for (const char c : text) {
    node = next_[Row(node) + column_[static_cast<unsigned char>(c)]];
    const Node& here = nodes_[static_cast<size_t>(node)];
    for (int32_t at = here.atom >= 0 ? node : here.shorter; at >= 0;
         at = nodes_[static_cast<size_t>(at)].shorter) {
      found->push_back(nodes_[static_cast<size_t>(at)].atom);
    }
  }
  std::sort(found->begin(), found->end());
  found->erase(std::unique(found->begin(), found->end()), found->end());
}

}  // namespace griot::user_agents
