#include "plugins/segment_api/credentials.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace griot::segment_api {
namespace {

constexpr std::string_view kScheme = "basic ";
constexpr size_t kMostEncoded = 1024;  // no key is nearly as long

constexpr std::array<int8_t, 256> kSixBits = [] {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<uint8_t>(kAlphabet[i])] = static_cast<int8_t>(i);
  }
  return values;
}();

bool IsBasic(std::string_view authorization) {
  if (authorization.size() < kScheme.size()) return false;
  for (size_t i = 0; i < kScheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != kScheme[i]) return false;
  }
  return true;
}

std::optional<std::string> FromBase64(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.size() > kMostEncoded || text.size() % 4 == 1) return std::nullopt;
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int six = kSixBits[static_cast<uint8_t>(c)];
    if (six < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<uint32_t>(six)) & 0xFFFF;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

}  // namespace

std::optional<std::string> BasicUser(std::string_view authorization) {
  if (!IsBasic(authorization)) return std::string();
  std::string_view encoded = authorization.substr(kScheme.size());
  while (encoded.starts_with(' ')) encoded.remove_prefix(1);
  while (encoded.ends_with(' ')) encoded.remove_suffix(1);
  auto credentials = FromBase64(encoded);
  if (credentials) credentials->resize(std::min(credentials->find(':'), credentials->size()));
  return credentials;
}

}  // namespace griot::segment_api
