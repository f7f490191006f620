#pragma once

#include <sys/socket.h>

#include <optional>
#include <string_view>

namespace griot::geo {

// An address as clients and proxies write it: IPv4, or IPv6 with or without brackets and zone; IPv4
// within IPv6 (::ffff:10.0.0.1) is IPv4. nullopt: none, or one that lies nowhere: private,
// loopback, link-local, shared, multicast, documentation. Pure.
std::optional<sockaddr_storage> PublicAddress(std::string_view text);

}  // namespace griot::geo
