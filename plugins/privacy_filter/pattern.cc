#include "plugins/privacy_filter/pattern.h"

#include <algorithm>

namespace griot::privacy {
namespace {

constexpr char kEmailRegex[] =
    R"([\p{L}\p{N}._%+\-]+(?:@|%40)[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+)";
// International with its + or 00, or national with its 0. Digits without any of these may be
// anything.
constexpr char kPhoneRegex[] =
    R"((?:\+|%2[Bb]|\b00)[1-9](?:[ ().\-/]{0,3}\d){6,14}\b|\b0[1-9](?:[ .\-/]?\d){7,9}\b)";
constexpr char kCardRegex[] = R"(\b\d(?:[ \-]?\d){12,18}\b)";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool MayStandInARow(char c) { return IsDigit(c) || c == ' ' || c == '-'; }

// Whether so many digits follow one another, with at most one space or dash between two. Such a row
// is at least so long, so of most texts only each so-many-th character is looked at.
bool HasDigitsInARow(std::string_view text, size_t least) {
  for (size_t probe = least - 1; probe < text.size(); probe += least) {
    if (!MayStandInARow(text[probe])) continue;
    size_t at = probe;  // where the row that the probe has hit begins
    while (at > 0 && MayStandInARow(text[at - 1])) --at;
    size_t digits = 0, between = 0;
    for (; at < text.size() && MayStandInARow(text[at]); ++at) {
      if (IsDigit(text[at])) {
        if (++digits == least) return true;
        between = 0;
      } else if (++between > 1) {
        digits = 0;
      }
    }
    probe = at;  // which ends the row
  }
  return false;
}

// The check digit that all card numbers have (ISO/IEC 7812).
bool PassesLuhn(std::string_view text) {
  int sum = 0;
  bool twice = false;
  for (size_t i = text.size(); i > 0; --i) {
    if (!IsDigit(text[i - 1])) continue;
    const int digit = (text[i - 1] - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

RE2::Options Quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(4 << 20);
  return options;
}

}  // namespace

Pattern::Pattern(std::string_view regex, Kind kind)
    : regex_(re2::StringPiece(regex.data(), regex.size()), Quiet()), kind_(kind) {}

std::unique_ptr<Pattern> Pattern::Preset(std::string_view name) {
  if (name == "email") return std::unique_ptr<Pattern>(new Pattern(kEmailRegex, Kind::kEmail));
  if (name == "phone") return std::unique_ptr<Pattern>(new Pattern(kPhoneRegex, Kind::kPhone));
  if (name == "card") return std::unique_ptr<Pattern>(new Pattern(kCardRegex, Kind::kCard));
  return nullptr;
}

std::unique_ptr<Pattern> Pattern::Regex(std::string_view regex, std::string* reason) {
  std::unique_ptr<Pattern> pattern(new Pattern(regex, Kind::kRegex));
  if (pattern->regex_.ok()) return pattern;
  *reason = pattern->regex_.error();
  return nullptr;
}

bool Pattern::Possible(std::string_view text) const {
  switch (kind_) {
    case Kind::kRegex:
      return true;
    case Kind::kEmail:
      return text.find('@') != std::string_view::npos || text.find("%40") != std::string_view::npos;
    case Kind::kPhone: {
      constexpr ptrdiff_t kLeast = 7;
      return std::count_if(text.begin(), text.end(), IsDigit) >= kLeast;
    }
    case Kind::kCard:
      return HasDigitsInARow(text, 13);
  }
  return true;
}

bool Pattern::Replace(std::string_view text, const Replacement& replace, std::string* out) const {
  if (!Possible(text)) return false;
  const re2::StringPiece piece(text.data(), text.size());
  size_t copied = 0, at = 0;
  bool found = false;
  re2::StringPiece match;
  while (at <= text.size() && regex_.Match(piece, at, piece.size(), RE2::UNANCHORED, &match, 1)) {
    const auto begin = static_cast<size_t>(match.data() - text.data());
    const std::string_view hit = text.substr(begin, match.size());
    if (hit.empty() || (kind_ == Kind::kCard && !PassesLuhn(hit))) {
      at = begin + 1;
      continue;
    }
    found = true;
    out->append(text.substr(copied, begin - copied));
    replace(hit, out);
    copied = at = begin + hit.size();
  }
  if (found) out->append(text.substr(copied));
  return found;
}

}  // namespace griot::privacy
