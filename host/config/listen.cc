#include "host/config/listen.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace griot::config {
namespace {

bool ParsePort(std::string_view text, uint16_t* port) {
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), *port);
  return fault == std::errc{} && end == text.data() + text.size();
}

bool IsAddress(const std::string& text, int family) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(family, text.c_str(), bytes) == 1;
}

bool IsHostName(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

}  // namespace

bool ParseListen(std::string_view text, std::string* address, uint16_t* port, std::string* hint) {
  size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  std::string_view digits = colon == std::string_view::npos ? text : text.substr(colon + 1);
  bool has_port = ParsePort(digits, port);
  bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    *address = host.substr(1, host.size() - 2);
    *hint = "for instance [::1]:8080";
    return has_port && IsAddress(*address, AF_INET6);
  }
  *address = host;
  *hint = "for instance 127.0.0.1:8080 or [::1]:8080";
  if (has_port && (host.empty() || host == "*")) {
    *hint = "write 127.0.0.1:" + std::string(digits) + ", or 0.0.0.0:" + std::string(digits) +
            " for every address";
  }
  return has_port && IsHostName(host);
}

bool IsAddressBlock(const std::string& text) {
  size_t slash = text.find('/');
  std::string address = text.substr(0, slash);
  bool v4 = IsAddress(address, AF_INET), v6 = IsAddress(address, AF_INET6);
  if (!v4 && !v6) return false;
  if (slash == std::string::npos) return true;
  uint16_t bits = 0;
  return ParsePort(std::string_view(text).substr(slash + 1), &bits) && bits <= (v4 ? 32 : 128);
}

}  // namespace griot::config
