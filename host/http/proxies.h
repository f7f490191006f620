#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/http/result.h"

namespace griot::http {

// The peers whose word about a client's address is taken. Immutable once parsed, so thread-safe.
class TrustedProxies {
 public:
  // Each entry is an address or a network (10.0.0.0/8, fd00::/8).
  static Result<TrustedProxies> Parse(const std::vector<std::string>& entries);

  bool Trusts(std::string_view address) const;

 private:
  using Bytes = std::array<uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d
  struct Network {
    Bytes bytes;
    unsigned bits;
  };
  static bool ParseAddress(std::string_view text, Bytes& out);

  std::vector<Network> networks_;
};

// Whether `text` is an IPv4 or IPv6 address and nothing else.
bool IsIpAddress(std::string_view text);

// The address of the other end of a connected socket; IPv4 in its own notation. Empty if unknown.
std::string PeerAddress(int fd);

}  // namespace griot::http
