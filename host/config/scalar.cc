#include "host/config/scalar.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "host/config/text.h"

namespace griot::config {
namespace {

enum class Natural { kNull, kBoolean, kInteger, kLeadingZero, kNumber, kOutOfRange, kText };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

// [-+]? ( digits ( . digits? )? | . digits ) ( [eE] [-+]? digits )?
bool LooksLikeNumber(std::string_view text, bool* whole) {
  size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  size_t end = SkipDigits(text, at);
  size_t digits = end - at;
  *whole = end == text.size();
  if (end < text.size() && text[end] == '.') {
    size_t fraction = SkipDigits(text, end + 1);
    digits += fraction - end - 1;
    end = fraction;
  }
  if (digits == 0) return false;
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    size_t sign = end + 1 < text.size() && (text[end + 1] == '-' || text[end + 1] == '+') ? 1 : 0;
    size_t first = end + 1 + sign;
    end = SkipDigits(text, first);
    if (end == first) return false;
  }
  return end == text.size();
}

Natural ClassifyText(std::string_view text, Json* number) {
  if (text.empty() || text == "~" || text == "null") return Natural::kNull;
  if (text == "true" || text == "false") return Natural::kBoolean;
  bool whole = false;
  if (!LooksLikeNumber(text, &whole)) return Natural::kText;
  if (text[0] == '+') text.remove_prefix(1);  // std::from_chars knows no plus
  const char* end = text.data() + text.size();
  number->type = whole ? Json::Type::kInteger : Json::Type::kNumber;
  auto fault = whole ? std::from_chars(text.data(), end, number->integer).ec
                     : std::from_chars(text.data(), end, number->number).ec;
  if (fault != std::errc{}) return Natural::kOutOfRange;
  if (!whole) return Natural::kNumber;
  size_t first = text[0] == '-' ? 1 : 0;
  bool zero = text.size() > first + 1 && text[first] == '0';
  return zero ? Natural::kLeadingZero : Natural::kInteger;
}

Natural Classify(const Node& node, Json* number) {
  if (node.kind == Node::Kind::kNull) return Natural::kNull;
  return node.plain ? ClassifyText(node.text, number) : Natural::kText;
}

// The types that a scalar may be read as, the one that comes first by nature foremost.
unsigned Readings(Natural natural) {
  switch (natural) {
    case Natural::kNull:
      return kNull;
    case Natural::kBoolean:
      return kBoolean;
    case Natural::kInteger:
      return kInteger | kNumber;
    case Natural::kLeadingZero:
      return kInteger | kNumber | kString;
    case Natural::kNumber:
      return kNumber;
    case Natural::kOutOfRange:
      return 0;
    case Natural::kText:
      return kString;
  }
  return 0;
}

std::string_view Article(Natural natural, bool from_env) {
  switch (natural) {
    case Natural::kNull:
      return from_env ? "empty text" : "nothing";
    case Natural::kBoolean:
      return "a boolean";
    case Natural::kInteger:
      return "an integer";
    case Natural::kOutOfRange:
      return "an out-of-range number";
    case Natural::kText:
      return "a string";
    default:
      return "a number";
  }
}

}  // namespace

bool ConvertScalar(const Node& node, unsigned types, Json* out) {
  if (node.kind == Node::Kind::kSequence || node.kind == Node::Kind::kMap) return false;
  Json number;
  Natural natural = Classify(node, &number);
  bool from_env = node.env != nullptr && node.env->whole;
  unsigned readings = Readings(natural);
  // A variable's value cannot be put in quotes, so text is always one of its readings.
  if (from_env) readings |= kString;
  bool prefers_text = natural == Natural::kLeadingZero || (from_env && types == 0) ||
                      (from_env && natural == Natural::kNull);
  unsigned allowed = types == 0 ? readings : readings & types;
  if (allowed == 0) return false;
  if ((allowed & kString) != 0 && (prefers_text || allowed == kString)) {
    *out = Json::String(node.text);
  } else if (natural == Natural::kBoolean) {
    *out = Json();
    out->type = Json::Type::kBoolean;
    out->boolean = node.text == "true";
  } else if (natural == Natural::kNull) {
    *out = Json();
  } else {
    *out = std::move(number);
  }
  return true;
}

std::string ShowText(const Node& node) {
  return node.env == nullptr ? Quoted(node.text) : "the value of " + node.env->variables;
}

std::string Describe(const Node& node, bool secret) {
  if (node.kind == Node::Kind::kSequence) return "a list";
  if (node.kind == Node::Kind::kMap) return "a mapping";
  Json number;
  Natural natural = Classify(node, &number);
  bool from_env = node.env != nullptr;
  std::string with_article(Article(natural, from_env));
  if (from_env) return with_article + " (" + ShowText(node) + ")";
  if (secret || natural == Natural::kNull) return with_article;
  std::string kind = with_article.substr(with_article.find(' ') + 1);
  // Numbers and booleans are shown as they stand; Quoted also cuts what is long.
  std::string quoted = Quoted(node.text);
  bool text = natural == Natural::kText;
  return "the " + kind + " " + (text ? quoted : quoted.substr(1, quoted.size() - 2));
}

std::string Expected(unsigned types) {
  static constexpr std::pair<unsigned, std::string_view> kNames[] = {
      {kString, "a string"},       {kInteger, "an integer"}, {kNumber, "a number"},
      {kBoolean, "true or false"}, {kArray, "a list"},       {kObject, "a mapping"},
      {kNull, "nothing"}};
  if ((types & kNumber) != 0) types &= ~static_cast<unsigned>(kInteger);
  std::string out;
  for (const auto& [bit, name] : kNames) {
    if ((types & bit) == 0) continue;
    if (!out.empty()) out += " or ";
    out += name;
  }
  return out;
}

std::string TypeHint(const Node& node, unsigned types) {
  bool scalar = node.kind == Node::Kind::kScalar;
  if (node.kind == Node::Kind::kNull) return "give it a value, or leave the line out";
  if (!scalar) return {};
  if (node.env != nullptr) {
    // Only unquoted and alone is a variable typed; in flow style YAML itself asks for the quotes.
    bool only = node.env->written == node.env->variables;
    if (!node.env->whole && only && (types & (kInteger | kNumber | kBoolean)) != 0) {
      return "write " + node.env->variables + " without quotes, on a line of its own";
    }
    return {};
  }
  if (node.plain && (types & kString) != 0) return "put it in quotes";
  static constexpr std::string_view kYes[] = {"yes", "Yes", "YES",  "on",
                                              "On",  "ON",  "True", "TRUE"};
  static constexpr std::string_view kNo[] = {"no",  "No",  "NO",    "off",
                                             "Off", "OFF", "False", "FALSE"};
  if ((types & kBoolean) != 0) {
    for (std::string_view yes : kYes) {
      if (node.text == yes) return "write true";
    }
    for (std::string_view no : kNo) {
      if (node.text == no) return "write false";
    }
  }
  Json unused;
  Natural bare = node.plain ? Natural::kText : ClassifyText(node.text, &unused);
  bool fits = (Readings(bare) & types & ~static_cast<unsigned>(kNull)) != 0;
  return fits ? "take the quotes off" : "";
}

}  // namespace griot::config
