#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// What stops the reading of an expression, and where.
struct Fault {
  size_t offset;
  std::string text;
};

// The letters of one expression. One thread; `text` must outlive it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  size_t offset() const { return at_; }
  bool done() const { return at_ == text_.size(); }
  char Peek() const { return done() ? '\0' : text_[at_]; }
  void Space() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n') ++at_;
  }
  bool Take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void Must(char c, const char* what) {
    if (!Take(c)) throw Fault{at_, what};
  }
  // Up to one of `stops` or the end.
  std::string_view Until(std::string_view stops) {
    const size_t end = text_.find_first_of(stops, at_);
    const std::string_view found = text_.substr(at_, end == text_.npos ? end : end - at_);
    at_ += found.size();
    return found;
  }
  // After its opening quote; two of them stand for one.
  std::string Quoted(char quote) {
    std::string out;
    const size_t begin = at_;
    for (;;) {
      if (done()) throw Fault{begin - 1, "this quote is never closed"};
      const char c = text_[at_++];
      if (c == quote && !Take(quote)) return out;
      out += c;
    }
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

inline std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

}  // namespace griot::whatsapp_crm::mapping
