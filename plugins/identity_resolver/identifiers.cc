#include "plugins/identity_resolver/identifiers.h"

#include <algorithm>
#include <array>

#include "griot/phone.hpp"

namespace griot::identity {
namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";
constexpr size_t kMostAddress = 320;

constexpr std::array<std::string_view, 15> kBlocked{
    "anonymous",         "guest", "distinctid", "distinct_id", "id",
    "not_authenticated", "email", "undefined",  "true",        "false",
    "[object object]",   "nan",   "none",       "null",        "-1"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool SameIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return Lower(a) == b; });
}

bool IsBsuid(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto alnum = [&](char c) {
    return upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  if (text.size() < 4 || !upper(text[0]) || !upper(text[1]) || text[2] != '.') return false;
  text.remove_prefix(3);
  if (text.starts_with("ENT.")) text.remove_prefix(4);
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), alnum);
}

bool IsAddress(std::string_view text) {
  const size_t at = text.find('@');
  if (text.size() > kMostAddress || at == 0 || at == std::string_view::npos) return false;
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
  });
  const std::string_view domain = text.substr(at + 1);
  if (!plain || domain.size() < 3 || domain.find('@') != std::string_view::npos) return false;
  return domain.substr(1, domain.size() - 2).find('.') != std::string_view::npos;
}

std::optional<std::string> Phone(std::string_view text) {
  constexpr size_t kFewestDigits = 7;
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  if (digits.size() < kFewestDigits || digits[0] == '0') return std::nullopt;
  const auto phone = PhoneFromDigits(text);
  if (!phone) return std::nullopt;
  return "phone:" + std::string(phone->view());
}

std::optional<std::string> Email(std::string_view text) {
  if (!IsAddress(text)) return std::nullopt;
  std::string out = "email:";
  for (const char c : text) out.push_back(Lower(c));
  return out;
}

// A user or what a user was before; empty: nobody.
std::optional<std::string> Typed(std::string_view channel, std::string_view text,
                                 std::string_view otherwise) {
  const std::string_view value = Trim(text);
  if (IsBlocked(value)) return std::nullopt;
  if (IsNobody(value)) return std::string();
  if (value.starts_with("bsuid:") && IsBsuid(value.substr(6))) return std::string(value);
  if (value[0] == '+' || IsMessageChannel(channel)) {
    if (auto phone = Phone(value)) return phone;
  }
  if (auto email = Email(value)) return email;
  return std::string(otherwise).append(value);
}

}  // namespace

std::string_view Trim(std::string_view value) {
  const size_t begin = value.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return value.substr(begin, value.find_last_not_of(kSpace) - begin + 1);
}

bool IsBlocked(std::string_view value) {
  if (value.size() >= 2 && (value[0] == '\'' || value[0] == '"') && value.back() == value[0]) {
    value = Trim(value.substr(1, value.size() - 2));
  }
  if (value.find_first_not_of('0') == std::string_view::npos) return true;
  return std::any_of(kBlocked.begin(), kBlocked.end(),
                     [&](std::string_view blocked) { return SameIgnoringCase(value, blocked); });
}

bool IsNobody(std::string_view value) {
  const std::string_view head = Trim(value).substr(0, Trim(value).find(':'));
  return SameIgnoringCase(head, "system") || SameIgnoringCase(head, "bot") ||
         SameIgnoringCase(head, "agent");
}

bool IsMessageChannel(std::string_view channel) {
  return channel == "whatsapp" || channel == "sms" || channel == "rcs";
}

std::optional<std::string> UserIdentifier(std::string_view channel, std::string_view user_id) {
  return Typed(channel, user_id, "account:");
}

std::optional<std::string> AnonymousIdentifier(std::string_view anonymous_id) {
  const std::string_view value = Trim(anonymous_id);
  if (IsBlocked(value) || IsNobody(value)) return std::nullopt;
  return "anonymous:" + std::string(value);
}

std::optional<std::string> EmailIdentifier(std::string_view text) { return Email(Trim(text)); }

std::optional<std::string> PhoneIdentifier(std::string_view channel, std::string_view text) {
  std::string plain;
  for (const char c : Trim(text)) {
    if (std::string_view(" -.()/").find(c) == std::string_view::npos) plain.push_back(c);
  }
  if (!plain.starts_with('+') && !IsMessageChannel(channel)) return std::nullopt;
  return Phone(plain);
}

std::optional<std::string> BsuidIdentifier(std::string_view text) {
  if (!IsBsuid(text)) return std::nullopt;
  return "bsuid:" + std::string(text);
}

std::optional<std::string> PreviousIdentifier(std::string_view channel, std::string_view text) {
  auto identifier = Typed(channel, text, "anonymous:");
  if (identifier && identifier->empty()) return std::nullopt;
  return identifier;
}

}  // namespace griot::identity
