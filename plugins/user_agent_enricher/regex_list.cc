#include "plugins/user_agent_enricher/regex_list.h"

#include <re2/re2.h>

#include <algorithm>

namespace griot::user_agents {
namespace {

constexpr int kMostGroups = 10;  // $0 to $9

std::string_view Trim(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// "$1 for ArcGIS" with the groups put in.
void Fill(std::string_view text, const re2::StringPiece* groups, std::string* out) {
  out->clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
      const re2::StringPiece& group = groups[text[++i] - '0'];
      out->append(group.data(), group.size());
    } else {
      out->push_back(text[i]);
    }
  }
}

}  // namespace

bool RegexList::Add(Rule rule) {
  // Agents are bytes of any kind. The memory bounds what hostile ones can make of a regex' cache.
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_case_sensitive(!rule.ignore_case);
  options.set_max_mem(256 << 10);
  int id = 0;
  if (filter_.Add(rule.regex, options, &id) != RE2::NoError) return false;
  rules_.push_back(std::move(rule));
  return true;
}

void RegexList::Compile() {
  if (rules_.empty()) return;
  std::vector<std::string> atoms;
  filter_.Compile(&atoms);
  search_ = std::make_unique<AtomSearch>(atoms);
}

bool RegexList::Match(std::string_view text, std::string_view lower, std::vector<int>* atoms,
                      Groups* out) const {
  if (rules_.empty()) return false;
  search_->Find(lower, atoms);
  const re2::StringPiece piece(text.data(), text.size());
  const int which = filter_.FirstMatch(piece, *atoms);
  if (which < 0) return false;
  const RE2& regex = filter_.GetRE2(which);
  re2::StringPiece groups[kMostGroups];
  const int count = std::min(kMostGroups, regex.NumberOfCapturingGroups() + 1);
  if (!regex.Match(piece, 0, piece.size(), RE2::UNANCHORED, groups, count)) return false;
  const Rule& rule = rules_[static_cast<size_t>(which)];
  for (size_t part = 0; part < out->size(); ++part) {
    std::string& to = (*out)[part];
    to.clear();
    if (!rule.replacements[part].empty()) {
      Fill(rule.replacements[part], groups, &to);
    } else if (groups_[part] > 0) {
      const re2::StringPiece& group = groups[groups_[part]];
      to.assign(group.data(), group.size());
    }
    const std::string_view trimmed = Trim(to);
    if (trimmed.size() != to.size()) to = std::string(trimmed);
  }
  return true;
}

}  // namespace griot::user_agents
