#pragma once

#include <cstdint>
#include <string_view>

#include "griot/session_key.hpp"

namespace griot::history_import {

// Which connection a row travels on: rows of one session key must not overtake each other, or one
// session would be found as several. However a phone is written, it is one key.
inline uint64_t RowKey(std::string_view channel, std::string_view user,
                       std::string_view anonymous) {
  const std::string_view first = IsDeviceChannel(channel) ? anonymous : user;
  const std::string_view second = IsDeviceChannel(channel) ? user : anonymous;
  std::string_view subject = first.empty() ? second : first;
  if (subject.starts_with('+')) subject.remove_prefix(1);
  uint64_t hash = Fnv1a(subject);
  hash ^= hash >> 33;
  return hash * 0xff51afd7ed558ccdULL >> 32;
}

}  // namespace griot::history_import
