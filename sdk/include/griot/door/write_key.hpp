#pragma once

// What the settings say of one key.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/cpp/host.hpp"
#include "griot/door/key_secret.hpp"
#include "griot/door/rate_limit.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

using KeyDigest = Sha256Digest;

// What a write key opens. Unchanging but for its bucket, so safe from any thread.
struct WriteKey {
  std::string project;
  std::string prefix;                 // what people recognise it by; empty in old settings
  std::vector<std::string> channels;  // of its events; empty: any
  std::vector<std::string> origins;   // of the pages that may send it; empty: any, and servers
  bool is_signed = false;             // each request must be
  std::string secret;                 // empty, though signed: of another deployment secret
  std::optional<RateLimit> limit;
  Metric limited;  // requests that were told to slow down

  // Nothing to ask but whether it is known.
  bool plain() const { return origins.empty() && !is_signed && !limit; }

  bool Allows(std::string_view channel) const {
    return channels.empty() ||
           std::find(channels.begin(), channels.end(), channel) != channels.end();
  }

  // Of an entry of `write_keys` (docs/settings.md); nullopt when any of it makes no sense: a key
  // must not open more because its limits cannot be read. `before`: the key as it was, or null.
  static std::optional<WriteKey> Parse(const KeyDigest& digest, json::Value entry,
                                       const DeploymentSecrets& secrets, const WriteKey* before) {
    WriteKey key;
    json::Scratch scratch;
    const json::Value project = entry.Find("project");
    key.project = project.string(scratch).value_or("");
    key.prefix = entry.Find("prefix").string(scratch).value_or("");
    if (key.project.empty() || !project.jsonb_ok()) return std::nullopt;
    if (!ReadTexts(entry.Find("channels"), &key.channels)) return std::nullopt;
    if (!ReadTexts(entry.Find("origins"), &key.origins)) return std::nullopt;
    if (const json::Value id = entry.Find("signed"); id.exists()) {
      const auto text = id.string(scratch);
      if (!text) return std::nullopt;
      key.is_signed = true;
      const DeploymentSecret* const secret = secrets.Find(*text);
      if (secret != nullptr) key.secret = secret->KeySecret(digest);
    }
    if (!key.ReadLimit(entry, before)) return std::nullopt;
    return key;
  }

 private:
  bool ReadLimit(json::Value entry, const WriteKey* before) {
    if (!entry.Find("rate").exists()) return !entry.Find("burst").exists();
    const auto rate = entry.Find("rate").number();
    const auto burst = entry.Find("burst").int64();
    if (!rate || !burst || *rate < RateLimit::kLeast || *rate > RateLimit::kMost || *burst < 1 ||
        *burst > RateLimit::kMostBurst) {
      return false;
    }
    limit.emplace(*rate, *burst, before != nullptr && before->limit ? &*before->limit : nullptr);
    return true;
  }

  static bool ReadTexts(json::Value list, std::vector<std::string>* to) {
    if (!list.exists()) return true;
    if (!list.is_array()) return false;
    for (const json::Value element : list.elements()) {
      json::Scratch scratch;
      const auto text = element.string(scratch);
      if (!text || text->empty()) return false;
      to->emplace_back(*text);
    }
    return !to->empty();
  }
};

}  // namespace sdk_v1
}  // namespace griot
