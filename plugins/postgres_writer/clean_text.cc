#include "clean_text.h"

#include "griot/json.hpp"

namespace griot::postgres {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The size of the character at p, or 0 when there is none that Postgres takes.
size_t CharacterAt(const char* p, const char* end) {
  const auto c = static_cast<unsigned char>(*p);
  if (c < 0x80) return c == 0 ? 0 : 1;
  const json::detail::Utf8Step step = json::detail::NextUtf8(p, end);
  return step.ok ? static_cast<size_t>(step.size) : 0;
}

}  // namespace

bool IsCleanText(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p != end;) {
    const size_t size = CharacterAt(p, end);
    if (size == 0) return false;
    p += size;
  }
  return true;
}

std::string CleanText(std::string_view text, size_t most) {
  std::string out;
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p != end;) {
    const size_t size = CharacterAt(p, end);
    const std::string_view next = size == 0 ? kReplacement : std::string_view(p, size);
    if (out.size() + next.size() > most) break;
    out.append(next);
    p += size == 0 ? 1 : size;
  }
  return out;
}

void AppendJsonOrString(std::string& out, std::string_view text) {
  if (text.empty()) {
    out.append("{}");
  } else if (IsCleanText(text)) {
    out.append(text);
  } else {
    json::AppendString(out, text);
  }
}

}  // namespace griot::postgres
