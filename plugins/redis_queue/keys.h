// The names of everything that the queue keeps in Redis (docs/queue-format.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace griot::redis_queue {

inline constexpr std::string_view kMetaKey = "griot:q";
inline constexpr std::string_view kDepthKey = "griot:depth";
inline constexpr std::string_view kDepthEvents = "n";
inline constexpr std::string_view kDepthBytes = "b";
inline constexpr std::string_view kLedgerKey = "griot:ledger";
inline constexpr std::string_view kRestoredKey = "griot:ledger:restored";
inline constexpr std::string_view kConfigKey = "griot:config";
inline constexpr std::string_view kDoorsKey = "griot:heard:doors";
inline constexpr std::string_view kHeardKey = "griot:heard:";  // and STAGE U+001F PROJECT

// Stands between project and source in the fields of the two ledger hashes.
inline constexpr char kLedgerSeparator = '\x1f';

// The version of entries that this build writes, and the oldest that it reads.
inline constexpr uint32_t kFormatVersion = 1;
inline constexpr uint32_t kOldestVersion = 1;

inline std::string StreamKey(uint32_t partition) { return "griot:q:" + std::to_string(partition); }

}  // namespace griot::redis_queue
