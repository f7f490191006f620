#include "host/config/pattern.h"

#include <regex>
#include <utility>

namespace griot::config {

struct Pattern::Compiled {
  std::regex expression;
};

Pattern::Pattern(std::string text, std::shared_ptr<const Compiled> compiled)
    : text_(std::move(text)), compiled_(std::move(compiled)) {}

std::optional<Pattern> Pattern::Compile(const std::string& text) {
  try {
    return Pattern(text, std::make_shared<const Compiled>(Compiled{std::regex(text)}));
  } catch (const std::regex_error&) {
    return std::nullopt;
  }
}

bool Pattern::Matches(std::string_view subject) const {
  try {
    return std::regex_search(subject.begin(), subject.end(), compiled_->expression);
  } catch (const std::regex_error&) {  // it gave up: too complex
    return false;
  }
}

}  // namespace griot::config
