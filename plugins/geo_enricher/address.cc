#include "plugins/geo_enricher/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace griot::geo {
namespace {

struct Range {
  uint32_t network;
  int bits;
};
constexpr Range kNowhere[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15},
    {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3}};

bool IsSomewhere(const in_addr& address) {
  const uint32_t value = ntohl(address.s_addr);
  return std::none_of(std::begin(kNowhere), std::end(kNowhere), [&](const Range& range) {
    return (value ^ range.network) >> (32 - range.bits) == 0;
  });
}

// Of IPv6 only 2000::/3 has been given out; 2001:db8::/32 is for documents.
bool IsSomewhere(const in6_addr& address) {
  const uint8_t* const b = address.s6_addr;
  const bool document = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8;
  return (b[0] & 0xE0) == 0x20 && !document;
}

template <class Address>
sockaddr_storage Pack(const Address& address) {
  sockaddr_storage out{};
  static_assert(sizeof address <= sizeof out);
  std::memcpy(&out, &address, sizeof address);
  return out;
}

}  // namespace

std::optional<sockaddr_storage> PublicAddress(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  text = text.substr(0, text.find('%'));
  char copy[INET6_ADDRSTRLEN];
  if (text.empty() || text.size() >= sizeof copy) return std::nullopt;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  bool is_v4 = inet_pton(AF_INET, copy, &v4.sin_addr) == 1;
  if (!is_v4) {
    if (inet_pton(AF_INET6, copy, &v6.sin6_addr) != 1) return std::nullopt;
    is_v4 = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
    if (is_v4) std::memcpy(&v4.sin_addr, v6.sin6_addr.s6_addr + 12, sizeof v4.sin_addr);
  }
  if (is_v4) return IsSomewhere(v4.sin_addr) ? std::optional(Pack(v4)) : std::nullopt;
  return IsSomewhere(v6.sin6_addr) ? std::optional(Pack(v6)) : std::nullopt;
}

}  // namespace griot::geo
