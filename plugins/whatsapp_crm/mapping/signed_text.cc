#include "plugins/whatsapp_crm/mapping/signed_text.h"

#include <algorithm>
#include <utility>

#include "plugins/whatsapp_crm/mapping/form.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using Pair = std::pair<std::string, std::string>;

// Sorting is work for whoever has not shown yet who they are; no provider sends a hundred.
constexpr size_t kMostFields = 1000;

std::vector<Pair> Decoded(std::string_view form) {
  std::vector<Pair> out;
  ForEachField(form, [&](std::string_view name, std::string_view value) {
    out.emplace_back();
    DecodeForm(name, &out.back().first);
    DecodeForm(value, &out.back().second);
  });
  return out;
}

int Base64UrlDigit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  return c == '_' ? 63 : -1;
}

}  // namespace

std::optional<std::string> SortedForm(std::string_view form) {
  if (std::ranges::count(form, '&') >= static_cast<ptrdiff_t>(kMostFields)) return std::nullopt;
  std::vector<Pair> fields = Decoded(form);
  std::ranges::sort(fields);
  const auto again = std::ranges::unique(fields);
  fields.erase(again.begin(), again.end());
  std::string out;
  for (const auto& [name, value] : fields) out.append(name).append(value);
  return out;
}

std::vector<std::string> UrlForms(std::string_view url) {
  std::vector<std::string> out{std::string(url)};
  const size_t colon = url.find("://");
  if (colon == url.npos) return out;
  const std::string_view port = url.substr(0, colon) == "https" ? ":443" : ":80";
  const size_t host = colon + 3;
  const size_t end = std::min(url.find_first_of("/?", host), url.size());
  const std::string_view authority = url.substr(host, end - host);
  const std::string_view before = url.substr(0, host);
  const size_t at = authority.rfind(':');
  const bool has_port = at != authority.npos && authority.find(']', at) == authority.npos;
  std::string other(before);
  other.append(has_port ? authority.substr(0, at) : authority);
  if (!has_port) other.append(port);
  out.push_back(other.append(url.substr(end)));
  return out;
}

std::optional<std::string> QueryValue(std::string_view url, std::string_view name) {
  const size_t begin = url.find('?');
  if (begin == url.npos) return std::nullopt;
  const std::string_view query = url.substr(begin + 1);
  for (Pair& field : Decoded(query.substr(0, query.find('#')))) {
    if (field.first == name) return std::move(field.second);
  }
  return std::nullopt;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = Base64UrlDigit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  if (count == 6) return std::nullopt;  // one letter too many
  return out;
}

}  // namespace griot::whatsapp_crm::mapping
