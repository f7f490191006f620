#include "host/config/text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace griot::config {
namespace {

constexpr size_t kMostShown = 64;

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7f; }
bool IsContinuation(unsigned char c) { return (c & 0xc0) == 0x80; }

// Length of the well-formed UTF-8 sequence at `at`, 0 when there is none (RFC 3629, table 3-7 of
// Unicode: no overlong forms, no surrogates, nothing above U+10FFFF).
size_t SequenceLength(std::string_view text, size_t at) {
  auto byte = [&](size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  auto in = [](unsigned b, unsigned low, unsigned high) { return b >= low && b <= high; };
  unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (in(lead, 0xc2, 0xdf)) return in(byte(1), 0x80, 0xbf) ? 2 : 0;
  if (in(lead, 0xe0, 0xef)) {
    unsigned low = lead == 0xe0 ? 0xa0 : 0x80, high = lead == 0xed ? 0x9f : 0xbf;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xbf) ? 3 : 0;
  }
  if (in(lead, 0xf0, 0xf4)) {
    unsigned low = lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xf4 ? 0x8f : 0xbf;
    bool rest = in(byte(2), 0x80, 0xbf) && in(byte(3), 0x80, 0xbf);
    return in(byte(1), low, high) && rest ? 4 : 0;
  }
  return 0;
}

std::string Escaped(std::string_view text) {
  size_t end = std::min(text.size(), kMostShown);
  while (end < text.size() && end > 0 && IsContinuation(static_cast<unsigned char>(text[end])))
    --end;
  std::string out;
  for (char raw : text.substr(0, end)) {
    auto c = static_cast<unsigned char>(raw);
    if (IsControl(c)) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", c);
      out += hex;
    } else {
      if (raw == '"' || raw == '\\') out += '\\';
      out += raw;
    }
  }
  if (end < text.size()) out += "…";
  return out;
}

// Damerau-Levenshtein distance (optimal string alignment), or `most` + 1 when it is larger.
size_t Distance(std::string_view a, std::string_view b, size_t most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t swap = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + swap});
      bool crossed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (crossed) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return std::min(last[b.size()], most + 1);
}

}  // namespace

std::string Quoted(std::string_view text) { return '"' + Escaped(text) + '"'; }

std::string PathPart(std::string_view key) {
  auto simple = [](char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || c == '_' || c == '-' || c == '+' || c == '/' || (c & 0x80) != 0;
  };
  bool bare =
      !key.empty() && key.size() <= kMostShown && std::all_of(key.begin(), key.end(), simple);
  return bare ? std::string(key) : Quoted(key);
}

std::optional<size_t> FindBadByte(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    if (IsControl(static_cast<unsigned char>(c)) && c != '\t' && c != '\n' && c != '\r') return at;
    size_t length = SequenceLength(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

size_t CountCharacters(std::string_view utf8) {
  auto starts = [](char c) { return !IsContinuation(static_cast<unsigned char>(c)); };
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), starts));
}

bool IsName(std::string_view text) {
  auto low = [](char c) { return c >= 'a' && c <= 'z'; };
  if (text.empty() || text.size() > 63 || !low(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return low(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::optional<std::string_view> Closest(std::string_view word,
                                        const std::vector<std::string_view>& candidates) {
  size_t most = word.size() <= 3 ? 1 : word.size() <= 7 ? 2 : 3;
  size_t best = most + 1;
  std::optional<std::string_view> closest;
  for (std::string_view candidate : candidates) {
    size_t distance = Distance(word, candidate, most);
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    closest = candidate;
  }
  return closest;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& known) {
  if (auto meant = Closest(word, known)) return "did you mean " + Quoted(*meant) + "?";
  constexpr size_t kMostListed = 16;
  std::string listed;
  for (size_t i = 0; i < std::min(known.size(), kMostListed); ++i) AppendListed(&listed, known[i]);
  if (known.size() > kMostListed) listed += ", …";
  return listed.empty() ? "" : "known: " + listed;
}

void AppendListed(std::string* list, std::string_view text) {
  if (!list->empty()) *list += ", ";
  *list += text;
}

}  // namespace griot::config
