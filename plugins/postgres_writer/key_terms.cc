#include "key_terms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "griot/door/limits.hpp"
#include "griot/door/rate_limit.hpp"

namespace griot::postgres {
namespace {

constexpr size_t kMostListed = 64;

template <class T>
bool ReadNumber(std::string_view text, T* to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *to);
  return error == std::errc() && end == text.data() + text.size();
}

bool IsChannel(std::string_view text) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; };
  return !text.empty() && !Longer(text, kMostChannelChars) &&
         std::all_of(text.begin(), text.end(), is_plain);
}

}  // namespace

std::string NormalOrigin(std::string_view text) {
  constexpr size_t kMostOrigin = 255;
  std::string origin(text);
  for (char& c : origin) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (origin.ends_with('/')) origin.pop_back();
  for (const auto& [scheme, port] : {std::pair{"https://", ":443"}, std::pair{"http://", ":80"}}) {
    if (origin.starts_with(scheme) && origin.ends_with(port)) {
      origin.resize(origin.size() - std::string_view(port).size());
    }
  }
  const size_t mark = origin.find("://");
  const auto is_host = [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("/?#@*,").find(c) == std::string_view::npos;
  };
  const bool good =
      mark != std::string::npos && mark > 0 && mark + 3 < origin.size() &&
      origin.size() <= kMostOrigin &&
      origin.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+.-") == mark &&
      std::all_of(origin.begin() + static_cast<ptrdiff_t>(mark) + 3, origin.end(), is_host);
  return good ? origin : std::string();
}

std::string KeyTerms::Read(const CommandLine& line) {
  constexpr std::array<std::string_view, 4> kKinds = {"write", "read", "import", "link"};
  project = line.Value("--project");
  kind = line.Value("--kind", kind);
  is_signed = line.Has("--secret");
  if (project.empty()) return "--project P is needed";
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
    return "--kind: write, read, import or link";
  }
  for (std::string& channel : channels = line.Values("--channel")) {
    if (!IsChannel(channel)) return "--channel: a name of 1 to 64 characters";
  }
  for (std::string& origin : origins = line.Values("--origin")) {
    std::string normal = NormalOrigin(origin);
    if (normal.empty()) return "--origin: as https://shop.example, not " + origin;
    origin = std::move(normal);
  }
  if (std::max(channels.size(), origins.size()) > kMostListed) {
    return "a key has at most 64 channels and 64 origins";
  }
  // `griot import` signs nothing and is no page, and the past has all channels.
  if (kind == "import" && (is_signed || !channels.empty() || !origins.empty())) {
    return "an import key is held to a rate alone: it takes no --secret, --channel or --origin";
  }
  if (kind == "link" && (!channels.empty() || !origins.empty())) {
    return "a link key is a server's: it takes no --channel or --origin";
  }
  return ReadRate(line);
}

std::string KeyTerms::ReadRate(const CommandLine& line) {
  const std::string said = line.Value("--rate"), most = line.Value("--burst");
  if (said.empty()) return most.empty() ? "" : "--burst goes with --rate";
  if (!ReadNumber(said, &rate) || !(rate >= RateLimit::kLeast) || rate > RateLimit::kMost) {
    return "--rate: events a second, from 0.01 to 1000000";
  }
  // Ten seconds' worth, unless it is said: enough for a page that comes back from being offline.
  burst = std::max<int64_t>(10, std::llround(10 * rate));
  if (!most.empty() && (!ReadNumber(most, &burst) || burst < 1 || burst > RateLimit::kMostBurst)) {
    return "--burst: events at once, from 1 to 10000000";
  }
  return "";
}

}  // namespace griot::postgres
