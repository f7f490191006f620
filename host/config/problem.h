#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/definition.h"

namespace griot::config {

/// One thing that is wrong with a pipeline file, for a person to read.
struct Problem {
  Mark at;
  std::string path;  ///< for instance pipelines.collect.sources[0].options.path; may be empty
  std::string text;
  std::string hint;

  /// "file:line:col: path: text (hint)", without what is empty.
  std::string Format() const;
};

/// Collects problems, bounded so that a hostile file cannot fill the memory or the screen with
/// them. Not for use by several threads at once.
class Problems {
 public:
  static constexpr size_t kMost = 1000;

  void Add(Mark at, std::string_view path, std::string text, std::string hint = {});
  void Add(Problem problem);
  bool empty() const { return problems_.empty(); }
  const std::vector<Problem>& all() const { return problems_; }

  /// Hands over what was collected, ordered by file (in the order of `files`), line and column,
  /// each once.
  std::vector<Problem> Take(const std::vector<std::string>& files);

 private:
  std::vector<Problem> problems_;
  size_t left_out_ = 0;
};

}  // namespace griot::config
