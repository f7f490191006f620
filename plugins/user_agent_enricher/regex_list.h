#pragma once

#include <re2/filtered_re2.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/user_agent_enricher/atom_search.h"

namespace griot::user_agents {

// What a list of uap-core says of a text: the family with its version, or device, brand and model.
using Groups = std::array<std::string, 5>;

// One list of uap-core's regexes: of those that match, the first in the list speaks. A few words
// out of each regex are looked for first, so that of a thousand a handful is tried. Immutable once
// Compile has returned; then any thread.
class RegexList {
 public:
  struct Rule {
    std::string regex;
    bool ignore_case = false;
    Groups replacements;  // empty: the group of that number
  };

  // Which group a part is when its rule has no replacement; 0: none.
  explicit RegexList(std::array<int, 5> groups) : groups_(groups), filter_(kLeastAtom) {}

  // False: RE2 cannot read the regex.
  bool Add(Rule rule);
  void Compile();
  size_t size() const { return rules_.size(); }

  // False: none matches. `lower` is `text` in lower case; `atoms` is scratch.
  bool Match(std::string_view text, std::string_view lower, std::vector<int>* atoms,
             Groups* out) const;

 private:
  static constexpr int kLeastAtom = 3;

  std::array<int, 5> groups_;
  re2::FilteredRE2 filter_;
  std::vector<Rule> rules_;
  std::unique_ptr<AtomSearch> search_;
};

}  // namespace griot::user_agents
