#include "plugins/dashboard/auth/mask.h"

#include <algorithm>
#include <array>

#include "griot/json.hpp"

namespace griot::dashboard {
namespace {

constexpr std::string_view kHidden = "•••";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
bool IsWord(char c) { return IsDigit(c) || IsLetter(c) || c == '_'; }
bool IsLocal(char c) {
  return IsWord(c) || (c != '\0' && std::string_view(".+-%'").find(c) != std::string_view::npos);
}
bool IsBetween(char c) { return std::string_view(" -./()").find(c) != std::string_view::npos; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Members whose text is somebody's own words.
constexpr std::array<std::string_view, 9> kFreeText{"text",        "body",     "caption",
                                                    "comment",     "feedback", "message_text",
                                                    "messagetext", "message",  "transcript"};
// Members that name a person, whatever they hold.
constexpr std::array<std::string_view, 16> kNames{
    "phone",     "phonenumber", "phone_number", "mobile",     "msisdn",   "wa_id",
    "waid",      "email",       "firstname",    "first_name", "lastname", "last_name",
    "full_name", "fullname",    "pushname",     "profilename"};
// Members that hold what clients sent.
constexpr std::array<std::string_view, 3> kFromClients{"properties", "context", "traits"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

template <size_t kSize>
bool Holds(const std::array<std::string_view, kSize>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The digits from here on, with one or two spaces, hyphens and the like between them: after a "+"
// between any, else between groups of three and more, as in "0712 345 678", so that dates are no
// numbers.
struct Number {
  size_t end = 0;
  int digits = 0;
};
Number ReadNumber(std::string_view text, size_t at) {
  const bool plus = text[at] == '+';
  Number number{at + (plus ? 1 : 0), 0};
  int group = 0;
  for (size_t i = number.end; i < text.size();) {
    if (IsDigit(text[i])) {
      ++number.digits;
      ++group;
      number.end = ++i;
      continue;
    }
    size_t next = i;  // "+1 (202) 555-0143" has two of them
    while (next < text.size() && next < i + 2 && IsBetween(text[next])) ++next;
    if (next == i || next == text.size() || !IsDigit(text[next])) break;
    if (!plus && group < 3) break;
    group = 0;
    i = next;
  }
  return number;
}

bool IsPhone(const Number& number, bool plus) { return number.digits >= (plus ? 7 : 9); }

// How long the UUID is that begins here: 36, or 0.
size_t UuidAt(std::string_view text, size_t at) {
  constexpr size_t kSize = 36;
  if (at + kSize > text.size()) return 0;
  for (size_t i = 0; i < kSize; ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[at + i] != '-' : !IsHex(text[at + i])) return 0;
  }
  return kSize;
}

std::string HidePhone(std::string_view phone) {
  return std::string(phone.substr(0, phone.starts_with('+') ? 4 : 3)) + std::string(kHidden) +
         std::string(phone.substr(phone.size() - 2));
}

// Hides the addresses: what stands before an "@", but for its first letter.
std::string HideAddresses(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '@') {
      size_t begin = out.size();
      while (begin > 0 && IsLocal(out[begin - 1])) --begin;
      if (begin < out.size()) {
        const bool one = (out[begin] & 0x80) == 0;
        out.resize(begin + (one ? 1 : 0));
        out += kHidden;
      }
    }
    out += c;
  }
  return out;
}

std::string HideNumbers(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (const size_t size = IsHex(text[i]) ? UuidAt(text, i) : 0; size > 0) {
      out += text.substr(i, size);
      i += size;
      continue;
    }
    const bool plus = text[i] == '+' && i + 1 < text.size() && IsDigit(text[i + 1]);
    if (!plus && !IsDigit(text[i])) {
      out += text[i++];
      continue;
    }
    const Number number = ReadNumber(text, i);
    const std::string_view found = text.substr(i, number.end - i);
    out += IsPhone(number, plus) ? HidePhone(found) : std::string(found);
    i = number.end;
  }
  return out;
}

// In WhatsApp's ids of messages the number stands in base 64.
std::string HideMessageIds(std::string text) {
  constexpr std::string_view kPrefix = "wamid.";
  for (size_t at = text.find(kPrefix); at != std::string::npos; at = text.find(kPrefix, at + 1)) {
    const size_t from = at + kPrefix.size();
    size_t end = from;
    while (end < text.size() && text[end] != ' ' && text[end] != '"') ++end;
    text.replace(from, end - from, kHidden);
  }
  return text;
}

class Masker {
 public:
  explicit Masker(std::string& out) : writer_(out) {}

  // `name`: of the member that it is in, in lower case. `sent`: a client sent it.
  void Value(json::Value value, std::string_view name, bool sent) {
    if (value.is_object()) return Object(value, sent);
    if (value.is_array()) {
      writer_.BeginArray();
      for (const json::Value element : value.elements()) Value(element, name, sent);
      writer_.EndArray();
      return;
    }
    json::Scratch scratch;
    const auto text = value.AsText(scratch);
    const bool of_person = Holds(kNames, name);
    if (!text || text->empty() || (value.is_number() && !sent && !of_person)) {
      writer_.Raw(value.raw());
      return;
    }
    const bool words = value.is_string() && Holds(kFreeText, name);
    const std::string masked = words ? std::string(kHidden) : MaskText(*text);
    if (masked != *text) {
      writer_.String(masked);
    } else if (of_person) {
      writer_.String(kHidden);
    } else {
      writer_.Raw(value.raw());
    }
  }

 private:
  void Object(json::Value object, bool sent) {
    writer_.BeginObject();
    json::Scratch scratch;
    for (const auto [key, value] : object.members()) {
      const std::string_view text = key.string(scratch).value_or("");
      const std::string name = Lower(text);
      writer_.Key(MaskText(text));
      Value(value, name, sent || Holds(kFromClients, name));
    }
    writer_.EndObject();
  }

  json::Writer<std::string> writer_;
};

}  // namespace

std::string MaskText(std::string_view text) {
  return HideNumbers(HideAddresses(HideMessageIds(std::string(text))));
}

std::string MaskJson(std::string_view json) {
  json::Document document;
  std::string out;
  if (!document.Parse(json).ok()) return out;
  out.reserve(json.size());
  Masker(out).Value(document.root(), {}, false);
  return out;
}

}  // namespace griot::dashboard
