#include "host/http/proxies.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>

namespace griot::http {

bool TrustedProxies::ParseAddress(std::string_view text, Bytes& out) {
  char copy[INET6_ADDRSTRLEN];
  if (text.empty() || text.size() >= sizeof copy) return false;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  out = {};
  if (inet_pton(AF_INET6, copy, out.data()) == 1) return true;
  out = {};
  out[10] = out[11] = 0xff;
  return inet_pton(AF_INET, copy, out.data() + 12) == 1;
}

Result<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& entries) {
  TrustedProxies proxies;
  for (const std::string& entry : entries) {
    std::string_view text = entry;
    size_t slash = text.find('/');
    std::string_view address = text.substr(0, slash);
    Network network{};
    if (!ParseAddress(address, network.bytes)) {
      return Error{"trusted proxy \"" + entry + "\" is neither an address nor a network"};
    }
    bool v4 = address.find(':') == std::string_view::npos;
    network.bits = 128;
    if (slash != std::string_view::npos) {
      std::string_view digits = text.substr(slash + 1);
      unsigned bits = 0;
      auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      if (ec != std::errc() || end != digits.data() + digits.size() || bits > (v4 ? 32u : 128u)) {
        return Error{"trusted proxy \"" + entry + "\" has a bad prefix length"};
      }
      network.bits = v4 ? bits + 96 : bits;
    }
    proxies.networks_.push_back(network);
  }
  return proxies;
}

bool TrustedProxies::Trusts(std::string_view address) const {
  if (networks_.empty()) return false;
  Bytes bytes;
  if (!ParseAddress(address, bytes)) return false;
  for (const Network& network : networks_) {
    unsigned whole = network.bits / 8;
    unsigned rest = network.bits % 8;
    if (std::memcmp(bytes.data(), network.bytes.data(), whole) != 0) continue;
    if (rest == 0) return true;
    auto mask = static_cast<uint8_t>(0xff << (8 - rest));
    if ((bytes[whole] & mask) == (network.bytes[whole] & mask)) return true;
  }
  return false;
}

bool IsIpAddress(std::string_view text) {
  char copy[INET6_ADDRSTRLEN];
  if (text.empty() || text.size() >= sizeof copy) return false;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  uint8_t bytes[16];
  return inet_pton(AF_INET, copy, bytes) == 1 || inet_pton(AF_INET6, copy, bytes) == 1;
}

std::string PeerAddress(int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  auto* any = reinterpret_cast<sockaddr*>(&storage);
  if (getpeername(fd, any, &length) != 0) return {};
  char text[INET6_ADDRSTRLEN] = "";
  if (storage.ss_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage);
    inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    return text;
  }
  if (storage.ss_family != AF_INET6) return {};
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
  if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) {
    inet_ntop(AF_INET, v6->sin6_addr.s6_addr + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
  }
  return text;
}

}  // namespace griot::http
