#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace griot::config {

/// Splits host:port or [v6]:port; the host is an address or a name. False when it is neither, with
/// a way to write it in `*hint`.
bool ParseListen(std::string_view text, std::string* address, uint16_t* port, std::string* hint);

/// An IP address, or a block of them as ADDRESS/BITS.
bool IsAddressBlock(const std::string& text);

}  // namespace griot::config
