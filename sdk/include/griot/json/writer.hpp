#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "griot/json/utf8.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {

// Appends `text` as the inside of a JSON string. What is no UTF-8 becomes U+FFFD.
template <typename Buffer>
void AppendEscaped(Buffer& out, std::string_view text) {
  const char* p = text.data();
  const char* const end = p + text.size();
  const char* from = p;  // [from, p) is still to be copied as it stands
  const auto flush = [&] {
    if (p != from) out.append(from, static_cast<std::size_t>(p - from));
  };
  const auto replace = [&](std::string_view by, int size) {
    flush();
    out.append(by.data(), by.size());
    p += size;
    from = p;
  };
  while ((p = detail::SkipPlain(p, end)) != end) {
    const auto c = static_cast<unsigned char>(*p);
    if (c >= 0x80) {
      const detail::Utf8Step step = detail::NextUtf8(p, end);
      if (step.ok) {
        p += step.size;
      } else {
        replace("\xEF\xBF\xBD", step.size);
      }
      continue;
    }
    switch (c) {
      case '"':
        replace("\\\"", 1);
        break;
      case '\\':
        replace("\\\\", 1);
        break;
      case '\n':
        replace("\\n", 1);
        break;
      case '\r':
        replace("\\r", 1);
        break;
      case '\t':
        replace("\\t", 1);
        break;
      default: {
        constexpr char kHex[] = "0123456789abcdef";
        const char escape[] = {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 15]};
        replace({escape, sizeof(escape)}, 1);
      }
    }
  }
  flush();
}

template <typename Buffer>
void AppendString(Buffer& out, std::string_view text) {
  out.append("\"", 1);
  AppendEscaped(out, text);
  out.append("\"", 1);
}

// Writes one JSON value to the end of a buffer that has append(const char*, size_t): a std::string,
// for instance, which the caller owns and which must outlive the writer. Sets the commas itself;
// that objects and arrays are closed, and that names and values take turns, is up to the caller.
// Not thread-safe.
template <typename Buffer>
class Writer {
 public:
  explicit Writer(Buffer& out) noexcept : out_(out) {}

  Writer& BeginObject() { return Open('{'); }
  Writer& EndObject() { return Close('}'); }
  Writer& BeginArray() { return Open('['); }
  Writer& EndArray() { return Close(']'); }

  Writer& Key(std::string_view name) {
    Comma();
    AppendString(out_, name);
    Put(':');
    comma_ = false;
    return *this;
  }

  Writer& String(std::string_view text) {
    Comma();
    AppendString(out_, text);
    return *this;
  }
  Writer& Int(std::int64_t value) { return Number(value); }
  Writer& Uint(std::uint64_t value) { return Number(value); }
  // The shortest text that reads back the same; null for what JSON has no number for.
  Writer& Double(double value) { return std::isfinite(value) ? Number(value) : Null(); }
  Writer& Bool(bool value) { return Raw(value ? "true" : "false"); }
  Writer& Null() { return Raw("null"); }

  // A value that is JSON already.
  Writer& Raw(std::string_view json) {
    Comma();
    out_.append(json.data(), json.size());
    return *this;
  }

 private:
  void Put(char c) { out_.append(&c, 1); }

  void Comma() {
    if (comma_) Put(',');
    comma_ = true;
  }

  Writer& Open(char bracket) {
    Comma();
    Put(bracket);
    comma_ = false;
    return *this;
  }

  Writer& Close(char bracket) {
    Put(bracket);
    comma_ = true;
    return *this;
  }

  template <typename T>
  Writer& Number(T value) {
    char text[32];
    const auto result = std::to_chars(text, text + sizeof(text), value);
    return Raw({text, static_cast<std::size_t>(result.ptr - text)});
  }

  Buffer& out_;
  bool comma_ = false;  // whether a value stands before what comes next, at the same level
};

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
