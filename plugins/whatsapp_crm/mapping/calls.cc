// The functions of expressions.
#include <charconv>
#include <cstring>

#include "griot/json/number.hpp"
#include "griot/session_key.hpp"
#include "plugins/whatsapp_crm/bsuid.h"
#include "plugins/whatsapp_crm/mapping/address.h"
#include "plugins/whatsapp_crm/mapping/values.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostNumber = 64;
constexpr size_t kMostPrefixed = 256;
constexpr size_t kMostNested = 16 << 10;  // bytes of JSON within a text
constexpr size_t kBytesAStep = 8;

// A number as a jsonb column takes it and prints it as short as it came.
bool IsShortNumber(std::string_view text) {
  if (text.empty() || text.size() > kMostNumber) return false;
  const auto scan = json::detail::ScanNumber(text.data(), text.data() + text.size());
  return scan.ok && !scan.exponent && scan.at == text.data() + text.size();
}

// A count of units since 1970, whose unit is known: its size tells nothing.
std::optional<Micros> Units(std::string_view text, Micros unit) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  int64_t count = 0;
  const auto read = std::from_chars(whole.begin(), whole.end(), count);
  if (read.ec != std::errc() || read.ptr != whole.end()) return std::nullopt;
  if (count < 0 || count > kMaxTime / unit) return std::nullopt;
  Micros fraction = 0;
  Micros place = unit;
  for (const char c : point == text.npos ? std::string_view() : text.substr(point + 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    place /= 10;
    fraction += (c - '0') * place;
  }
  return count * unit + fraction;
}

std::optional<bool> BoolOf(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "no") return false;
  return std::nullopt;
}

Val BoolVal(bool value) { return {Val::Kind::kBool, {}, value ? "true" : "false", 0}; }

Val TextVal(std::string_view text) {
  if (text.empty()) return {};
  return {Val::Kind::kText, {}, text, 0};
}

}  // namespace

Val Values::Call(const Node& node) {
  if (node.fn == Fn::kOccurred) return {Val::Kind::kTime, {}, {}, occurred_};
  if (node.fn == Fn::kList) return TextVal(lists_[node.level]);
  const Val argument = Get(node.a);
  if (node.fn == Fn::kExists) return BoolVal(!argument.none());
  if (argument.none()) return {};
  if (node.fn == Fn::kCount) return Count(argument);
  if (node.fn >= Fn::kTime && node.fn <= Fn::kTimeIso) return TimeOf(node.fn, argument);
  const std::string_view text = TextOf(argument);
  Spend(text.size() / kBytesAStep);
  switch (node.fn) {
    case Fn::kText:
      return TextVal(text);
    case Fn::kLower:
      return Lower(text);
    case Fn::kNumber:
      return IsShortNumber(text) ? Val{Val::Kind::kNumber, {}, text, 0} : Val();
    case Fn::kBool: {
      const auto value = BoolOf(TextOf(Lower(text)));
      return value ? BoolVal(*value) : Val();
    }
    case Fn::kPhone:
      return Phone(text, false);
    case Fn::kUser: {
      const Val bsuid = Bsuid(text, true);
      return bsuid.none() ? Phone(text, true) : bsuid;
    }
    case Fn::kUserPhone:
      return Phone(text, true);
    case Fn::kBsuid:
      return Bsuid(text, false);
    case Fn::kRaw:
      return TextVal(argument.json.raw().substr(0, kMostNumber));
    case Fn::kHash:
      return Hash(text);
    case Fn::kJson:
      return Json(text, node.b);
    default:
      return Split(node.fn, text, program_.constants[node.b].text);
  }
}

Val Values::Lower(std::string_view text) {
  char* const out = scratch_.Alloc(text.size());
  if (out == nullptr) return {};
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    out[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return TextVal({out, text.size()});
}

// A business-scoped id; of a user, as the id that events have.
Val Values::Bsuid(std::string_view text, bool user) {
  if (text.starts_with("whatsapp:")) text.remove_prefix(9);
  if (!IsBsuid(text)) return {};
  if (!user) return TextVal(text);
  user_ = {};
  user_.bsuid = text;
  return TextVal(Keep("bsuid:", text));
}

Val Values::Phone(std::string_view text, bool user) {
  char plain[32];
  const auto digits = NumberIn(text, plain);
  const auto phone = digits ? phones_.Get(*digits) : std::nullopt;
  if (!phone) return {};
  if (user) {
    user_ = {};
    user_.wa_id = Keep("", digits->starts_with('+') ? digits->substr(1) : *digits);
    user_.phone_valid = phone->valid;
  }
  return TextVal(Keep("", phone->e164.view()));
}

Val Values::TimeOf(Fn fn, const Val& argument) {
  if (argument.kind == Val::Kind::kTime) return argument;
  said_ = argument;
  const std::string_view text = TextOf(argument);
  std::optional<Micros> time;
  if (fn == Fn::kTime) time = ParseTime(text);
  if (fn == Fn::kTimeS) time = Units(text, kSecond);
  if (fn == Fn::kTimeMs) time = Units(text, 1000);
  if (fn == Fn::kTimeIso) time = ParseIso(text);
  if (!time) return {};
  return {Val::Kind::kTime, {}, {}, *time};
}

Val Values::Split(Fn fn, std::string_view text, std::string_view at) {
  if (fn == Fn::kPrefix) {
    if (text.empty() || text.size() > kMostPrefixed) return {};
    return TextVal(Keep(at, text));
  }
  const size_t found = text.find(at);
  if (fn == Fn::kBefore) return TextVal(text.substr(0, found));
  if (found == text.npos) return {};
  return TextVal(text.substr(found + at.size()));
}

Val Values::Count(const Val& argument) {
  if (!argument.json.is_array()) return {};
  const size_t count = argument.json.size();
  Spend(count);
  return {Val::Kind::kNumber, {}, Digits(static_cast<int64_t>(count)), 0};
}

// The JSON in a text, where a column takes it.
Val Values::Json(std::string_view text, uint32_t document) {
  constexpr json::Limits kLimits{.max_depth = 32, .max_nodes = 1 << 14};
  json::Document& nested = *documents_[document];
  const bool fits = text.size() <= kMostNested && nested.Parse(text, kLimits).ok() &&
                    nested.root().jsonb_ok() && nested.root().JsonbTextBound() <= 4 * kMostNested;
  if (!fits || nested.root().is_null()) return {};
  return {Val::Kind::kJson, nested.root(), {}, 0};
}

// A text of any length as part of a key.
Val Values::Hash(std::string_view text) {
  if (text.empty()) return {};
  char out[16];
  uint64_t hash = Fnv1a(text);
  for (char& c : out) {
    c = "0123456789abcdef"[hash & 15];
    hash >>= 4;
  }
  return TextVal(Keep("", {out, sizeof out}));
}

std::string_view Values::Digits(int64_t number) {
  char text[20];
  const auto written = std::to_chars(text, text + sizeof text, number);
  return Keep("", {text, static_cast<size_t>(written.ptr - text)});
}

std::string_view Values::Keep(std::string_view prefix, std::string_view text) {
  char* const out = scratch_.Alloc(prefix.size() + text.size());
  if (out == nullptr) return {};
  std::memcpy(out, prefix.data(), prefix.size());
  std::memcpy(out + prefix.size(), text.data(), text.size());
  return {out, prefix.size() + text.size()};
}

}  // namespace griot::whatsapp_crm::mapping
