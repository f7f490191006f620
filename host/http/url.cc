#include "host/http/url.h"

namespace griot::http {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Removes "http://authority" from an absolute-form target.
bool StripAuthority(std::string_view& target) {
  size_t scheme = target.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return false;
  std::string_view rest = target.substr(scheme + 3);
  size_t end = rest.find_first_of("/?");
  if (end == 0) return false;
  target = end == std::string_view::npos ? std::string_view() : rest.substr(end);
  return true;
}

}  // namespace

std::optional<Target> SplitTarget(std::string_view target) {
  if (target == "*") return Target{target, {}};
  if (target.empty()) return std::nullopt;
  if (target[0] != '/' && !StripAuthority(target)) return std::nullopt;
  size_t hash = target.find('#');
  if (hash != std::string_view::npos) target = target.substr(0, hash);
  size_t mark = target.find('?');
  Target out;
  out.path = target.substr(0, mark);
  if (mark != std::string_view::npos) out.query = target.substr(mark + 1);
  if (out.path.empty()) out.path = "/";
  return out;
}

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      int high = HexValue(text[i + 1]);
      int low = HexValue(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out.push_back(c);
  }
  return out;
}

std::optional<std::string> FindQueryParam(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    size_t end = query.find('&');
    std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.empty()) continue;
    size_t equals = pair.find('=');
    std::optional<std::string> key = PercentDecode(pair.substr(0, equals), true);
    if (!key || *key != name) continue;
    if (equals == std::string_view::npos) return std::string();
    return PercentDecode(pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

bool HasDotSegment(std::string_view path) {
  size_t at = 0;
  while ((at = path.find("/.", at)) != std::string_view::npos) {
    std::string_view segment = path.substr(at + 1);
    segment = segment.substr(0, segment.find('/'));
    if (segment == "." || segment == "..") return true;
    at += 2;
  }
  return false;
}

}  // namespace griot::http
