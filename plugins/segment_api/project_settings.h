#pragma once

#include <string>
#include <string_view>

namespace griot::segment_api {

// Where a browser reaches the door. Plain data.
struct PublicAddress {
  std::string_view protocol;  // "http" or "https"
  std::string_view host;      // with the port, if need be
};

// By the option `public_url`, else by the request's own headers. An empty host: neither says so in
// a way that could be a host's name. Pure.
PublicAddress AddressOf(std::string_view public_url, std::string_view host_header,
                        std::string_view forwarded_proto);

// The settings that analytics-next loads before it sends: all goes to this door, and nothing, not
// even measurements of the client itself, to Segment.
std::string ProjectSettings(std::string_view key, const PublicAddress& address,
                            std::string_view prefix);

}  // namespace griot::segment_api
