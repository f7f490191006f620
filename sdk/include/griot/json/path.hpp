#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "griot/json/text.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json::detail {

// The segments of a path in turn. A path that begins with '/' is a JSON Pointer ("/a/b~1c", RFC
// 6901); any other is dotted ("a.b"). The text must outlive it and its segments.
class PathReader {
 public:
  PathReader() noexcept = default;
  explicit PathReader(std::string_view path) noexcept
      : rest_(path), pointer_(path.starts_with('/')), done_(path.empty()) {
    if (pointer_) rest_.remove_prefix(1);
  }

  bool done() const noexcept { return done_; }

  // Requires !done().
  Segment Next() noexcept {
    const std::size_t at = rest_.find(pointer_ ? '/' : '.');
    const std::string_view text = rest_.substr(0, at);
    done_ = at == std::string_view::npos;
    rest_.remove_prefix(done_ ? rest_.size() : at + 1);
    return {text, pointer_ && text.find('~') != std::string_view::npos};
  }

 private:
  std::string_view rest_;
  bool pointer_ = false;
  bool done_ = true;
};

// A segment of a pointer as it is meant: "b~1c" is "b/c".
template <typename Buffer>
void AppendDecoded(Buffer& out, Segment segment) {
  while (!segment.text.empty()) {
    const char c = Take(segment);
    out.append(&c, 1);
  }
}

// The index of an array's element that a segment names: digits without a leading zero.
inline std::optional<std::size_t> IndexOf(Segment segment) noexcept {
  const std::string_view text = segment.text;
  if (text.empty() || text.size() > 9 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::size_t index = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  return index;
}

}  // namespace json::detail
}  // namespace sdk_v1
}  // namespace griot
