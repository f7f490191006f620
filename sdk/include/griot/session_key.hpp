// The session key of an event, and its hash. Frozen: partitions of every queue depend on it
// (docs/queue-format.md), so collectors and processors of different versions must agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {

// FNV-1a, 64 bit: simple enough to be written again in any language from its definition.
constexpr uint64_t Fnv1a(std::string_view text, uint64_t hash = 0xcbf29ce484222325ULL) {
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ULL;
  return hash;
}

// Channels of devices, where one person's browser or phone is what acts: sessions follow the
// anonymous id. On all others (messages, calls, mail) they follow the user.
constexpr bool IsDeviceChannel(std::string_view channel) {
  return channel == "web" || channel == "app" || channel == "mobile" || channel == "ios" ||
         channel == "android" || channel == "desktop";
}

// Who acts in the event's session: empty when nobody does (no ids, or the system itself).
inline std::string_view SessionSubject(const griot_event& e) {
  const std::string_view user = View(e.user_id), anonymous = View(e.anonymous_id);
  if ((e.flags & GRIOT_EVENT_DEVICE) != 0) return anonymous.empty() ? user : anonymous;
  return user.empty() ? anonymous : user;
}

// Hash of (project, channel, subject). Without a subject the event's id spreads the load.
inline uint64_t SessionKeyHash(const griot_event& e) {
  constexpr std::string_view kSeparator("\x1f", 1);
  uint64_t hash = Fnv1a(kSeparator, Fnv1a(View(e.project)));
  hash = Fnv1a(kSeparator, Fnv1a(View(e.channel), hash));
  const std::string_view subject = SessionSubject(e);
  hash = subject.empty()
             ? Fnv1a({reinterpret_cast<const char*>(e.id.bytes), sizeof e.id.bytes}, hash)
             : Fnv1a(subject, hash);
  // FNV's low bits are weak for short texts; partitions use them, so mix once (murmur's finalizer).
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  return hash == 0 ? 1 : hash;
}

}  // namespace sdk_v1
}  // namespace griot
