#include "host/config/problem.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace griot::config {

std::string Problem::Format() const {
  std::string out = ToString(at) + ": ";
  if (!path.empty()) out += path + ": ";
  out += text;
  if (!hint.empty()) out += " (" + hint + ")";
  return out;
}

void Problems::Add(Mark at, std::string_view path, std::string text, std::string hint) {
  Add(Problem{std::move(at), std::string(path), std::move(text), std::move(hint)});
}

void Problems::Add(Problem problem) {
  if (problems_.size() == kMost) {
    ++left_out_;
    return;
  }
  problems_.push_back(std::move(problem));
}

std::vector<Problem> Problems::Take(const std::vector<std::string>& files) {
  auto rank = [&files](const Problem& p) {
    auto file = std::find(files.begin(), files.end(), p.at.file) - files.begin();
    return std::tuple(file, p.at.line, p.at.column);
  };
  std::stable_sort(problems_.begin(), problems_.end(),
                   [&rank](const Problem& a, const Problem& b) { return rank(a) < rank(b); });
  // One fault can be met twice, by a schema and by one of its alternatives.
  auto same = [&rank](const Problem& a, const Problem& b) {
    return rank(a) == rank(b) && a.path == b.path && a.text == b.text;
  };
  problems_.erase(std::unique(problems_.begin(), problems_.end(), same), problems_.end());
  if (left_out_ > 0 && !problems_.empty()) {
    Mark at{problems_.back().at.file, 0, 0};
    problems_.push_back({std::move(at), "", std::to_string(left_out_) + " more problems", ""});
  }
  left_out_ = 0;
  return std::exchange(problems_, {});
}

}  // namespace griot::config
