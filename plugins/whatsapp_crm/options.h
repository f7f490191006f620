#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "griot/redis_url.hpp"

namespace griot::whatsapp_crm {

// What YAML may say of a whatsapp_crm stage. Plain data.
struct Options {
  static constexpr size_t kMostNumberId = 256;  // longer ones are nobody's

  std::string path;  // empty: the provider's own
  std::string provider = "meta";
  std::string mapping;                                    // a file; empty: the provider's
  std::string project;                                    // empty: none
  std::unordered_map<std::string, std::string> projects;  // by the number's id at the provider
  std::vector<std::string> secrets;
  std::string verify_token;  // empty: no handshake succeeds
  std::string public_url;    // empty: not known
  std::optional<RedisUrl> memory;
  bool insecure_unsigned = false;
  uint64_t max_body = 4 << 20;

  // The project of a business number, empty when there is none.
  std::string_view ProjectOf(std::string_view number_id) const {
    if (projects.empty() || number_id.size() > kMostNumberId) return project;
    const auto found = projects.find(std::string(number_id));
    return found == projects.end() ? project : found->second;
  }
};

// JSON Schema of the above, with the defaults. Made once; lives as long as the plugin.
const std::string& OptionsSchema();

// Throws OptionError when they cannot be used.
Options ReadOptions(std::string_view json);

}  // namespace griot::whatsapp_crm
