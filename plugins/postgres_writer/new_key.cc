#include "new_key.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace griot::postgres {
namespace {

NewKey OfText(std::string text) {
  NewKey key{std::move(text), {}, {}};
  key.prefix = key.text.substr(0, kKeyPrefix);
  key.hash = Sha256()(key.text);
  return key;
}

NewKey OfHash(const Sha256Digest& hash) {
  return {{}, "#" + HexOf(hash).substr(0, kKeyPrefix - 1), hash};
}

std::string Base64Url(const std::array<unsigned char, 24>& bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const unsigned v = static_cast<unsigned>(bytes[i]) << 16 |
                       static_cast<unsigned>(bytes[i + 1]) << 8 | bytes[i + 2];
    for (const int shift : {18, 12, 6, 0}) text.push_back(kLetters[v >> shift & 63]);
  }
  return text;
}

std::string FirstLineOfInput() {
  constexpr size_t kMostInput = 4096;
  std::string text;
  std::array<char, 512> part;
  while (text.size() < kMostInput && text.find('\n') == std::string::npos) {
    const ssize_t got = read(STDIN_FILENO, part.data(), part.size());
    if (got <= 0) break;
    text.append(part.data(), static_cast<size_t>(got));
  }
  text.resize(std::min(text.find('\n'), text.size()));
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

std::optional<NewKey> MakeKey(const std::string& kind) {
  std::array<unsigned char, 24> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return std::nullopt;
  }
  std::string text(1, kind.front());
  return OfText(text.append("k_").append(Base64Url(bytes)));
}

std::optional<NewKey> ReadExisting(const std::string& said) {
  constexpr std::string_view kHashed = "sha256:";
  constexpr size_t kFewestChars = 24, kMostChars = 256;  // nine of them are shown
  const std::string text = said == "-" ? FirstLineOfInput() : said;
  if (text.starts_with(kHashed)) {
    const auto hash = DigestOfHex(std::string_view(text).substr(kHashed.size()));
    return hash ? std::optional(OfHash(*hash)) : std::nullopt;
  }
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  const bool fits = text.size() >= kFewestChars && text.size() <= kMostChars;
  return plain && fits ? std::optional(OfText(text)) : std::nullopt;
}

}  // namespace griot::postgres
