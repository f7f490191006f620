#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace griot::config {

/// The `pattern` of a schema: an ECMAScript regular expression, found anywhere in the text. Schemas
/// are the plugins' own, so the expression is trusted; the text's length is bounded all the same,
/// because std::regex recurses for each character that it matches. Immutable, cheap to copy.
class Pattern {
 public:
  static constexpr size_t kMostBytes = 4096;

  /// Nothing when `text` is no regular expression.
  static std::optional<Pattern> Compile(const std::string& text);

  /// `subject` must not be longer than kMostBytes.
  bool Matches(std::string_view subject) const;
  const std::string& text() const { return text_; }

 private:
  struct Compiled;
  Pattern(std::string text, std::shared_ptr<const Compiled> compiled);

  std::string text_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace griot::config
