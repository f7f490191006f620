#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/http/types.h"

namespace griot::http {

// The head of one request: where its parts lie in the bytes that came. It borrows those bytes until
// Own() copies them, so that a request that came whole in one read is never copied.
// Not thread-safe; moved as a whole when a request goes to another thread.
class Head {
 public:
  struct Line {
    std::string_view name;
    std::string_view value;
  };

  void Reset(std::string_view bytes);
  void Own();

  // Positions are kept, not pointers, because Own() moves the bytes.
  void SetTarget(std::string_view target) { target_ = Locate(target); }
  void AddLine(std::string_view name, std::string_view value);

  std::string_view target() const { return At(target_); }
  size_t size() const { return lines_.size(); }
  Line line(size_t i) const { return {At(lines_[i].name), At(lines_[i].value)}; }
  std::optional<std::string_view> Find(std::string_view name) const;

  // What decides how the message is read and answered; set by the parser.
  std::optional<Method> method;  // nothing: a method that nobody here speaks
  bool http11 = true;
  bool keep_alive = true;  // what the client asks for, as its version has it
  bool chunked = false;
  bool expects_continue = false;
  std::optional<uint64_t> content_length;

 private:
  struct Span {
    uint32_t at;
    uint32_t size;
  };
  struct LineSpan {
    Span name;
    Span value;
  };
  Span Locate(std::string_view part) const;
  const char* base() const { return is_owned_ ? owned_.data() : base_; }
  std::string_view At(Span span) const { return {base() + span.at, span.size}; }

  const char* base_ = nullptr;
  size_t size_ = 0;
  std::string owned_;
  bool is_owned_ = false;
  Span target_{};
  std::vector<LineSpan> lines_;
};

}  // namespace griot::http
