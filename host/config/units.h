#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace griot::config {

/// Bytes of a size such as 64KB, 256MiB, 1GiB: digits and one of B, KB, MB, GB, TB (thousands),
/// KiB, MiB, GiB, TiB (1024s). Nothing when it is none, or too large for 63 bits.
std::optional<uint64_t> ParseSize(std::string_view text);

/// Nanoseconds of a duration such as 250ms, 5s, 10m: digits and one of ns, us, ms, s, m, h, d.
/// Nothing when it is none, or too large for 63 bits.
std::optional<uint64_t> ParseDuration(std::string_view text);

/// A scheme, a colon and something after it, without white space.
bool IsUri(std::string_view text);

}  // namespace griot::config
