#pragma once

// Whether a request may come in with the key that it carries.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "griot/cpp/http.hpp"
#include "griot/cpp/intake.hpp"
#include "griot/door/body.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/write_key.hpp"

namespace griot {
inline namespace sdk_v1 {

namespace detail {

// Over the bytes of the body as they came, so before any Content-Encoding is undone.
inline bool SignatureFits(const Request& request, const std::string& secret) {
  constexpr std::string_view kScheme = "sha256=";
  const std::string_view header = request.Header("X-Griot-Signature").value_or("");
  if (!header.starts_with(kScheme)) return false;
  const auto claimed = DigestOfHex(header.substr(kScheme.size()));
  return claimed && SameDigest(*claimed, HmacSha256(secret, request.body()));
}

}  // namespace detail

// nullopt: let it in, and Charge the key for its events; one is charged already, since a body that
// turns out to hold none makes work as well. Any thread.
inline std::optional<Denial> Admit(const Request& request, const WriteKey& key) {
  if (key.plain()) return std::nullopt;
  if (!key.origins.empty() &&
      std::find(key.origins.begin(), key.origins.end(), OriginOf(request)) == key.origins.end()) {
    return Denial{403, "this key is not for pages of this origin, nor for servers"};
  }
  // Before the signature: a flood must not cost an HMAC of each of its bodies.
  if (const std::int64_t wait = key.limit ? key.limit->Wait(RateLimit::Now()) : 0; wait > 0) {
    constexpr std::chrono::seconds kMost{86'400};
    const auto until = std::chrono::ceil<std::chrono::seconds>(std::chrono::nanoseconds(wait));
    key.limited.Add();
    return Denial{429, "this key has sent more events than it may: slow down",
                  static_cast<std::uint32_t>(std::min(until, kMost).count())};
  }
  if (key.is_signed && key.secret.empty()) {
    return Denial{503, "signatures of this key cannot be checked here: see griot's log"};
  }
  if (key.is_signed && !detail::SignatureFits(request, key.secret)) {
    return Denial{401, "X-Griot-Signature is missing, or not that of this body"};
  }
  if (key.limit) key.limit->Take(RateLimit::Now(), 1);
  return std::nullopt;
}

// Puts what events have from their key into `arena`, where they may point to it: the project, and
// the key's first channel for events that name none, where the door's own is not the key's. The key
// must outlive what reads `shared`. False: the host is full.
template <class Shared>
bool UseKey(const WriteKey& key, Submission& arena, Shared* shared) {
  shared->key = &key;
  shared->project = arena.Copy(key.project);
  if (!key.Allows(shared->channel)) shared->channel = arena.Copy(key.channels.front());
  return shared->project.data() != nullptr && shared->channel.data() != nullptr;
}

// Counts what an admitted request brought against the key's limit, but for the first.
inline void Charge(const WriteKey& key, std::size_t events) {
  if (key.limit && events > 1) {
    key.limit->Take(RateLimit::Now(), static_cast<std::int64_t>(events) - 1);
  }
}

}  // namespace sdk_v1
}  // namespace griot
