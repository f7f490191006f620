#pragma once

// What clients say of an event, read by the rules of every door.

#include <optional>
#include <string_view>

#include "griot/json.hpp"
#include "griot/phone.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"

namespace griot {
inline namespace sdk_v1 {

// A time as a text, or as a number since the epoch; nullopt when it is neither.
inline std::optional<Micros> ClientTime(json::Value value) {
  if (const auto number = value.number_text()) return ParseEpoch(*number);
  if (const auto text = value.string_raw_nonescaped()) return ParseTime(*text);
  return std::nullopt;
}

// The event's id by a client's own message id: a UUID as it stands, other text derived. The nil
// UUID means "none" everywhere, so as an id it is a text like any other.
inline Uuid ClientEventId(std::string_view project, std::string_view message_id) {
  const auto uuid = ParseUuid(message_id);
  return uuid && !uuid->is_nil() ? *uuid : EventId(project, "client", message_id);
}

// What a user's id is to be replaced by: a WhatsApp user is the E.164 number, however a client
// writes it, since sessions depend on it. nullopt: it stands as it is.
inline std::optional<PhoneText> PhoneOfUser(std::string_view channel, std::string_view user) {
  // No client numbers its accounts shorter than this and calls them phones.
  constexpr std::size_t kFewestPhoneDigits = 7;
  if (channel != "whatsapp" || user.size() < kFewestPhoneDigits || user[0] == '0') {
    return std::nullopt;
  }
  const auto phone = PhoneFromDigits(user);
  return phone && phone->view() != user ? phone : std::nullopt;
}

// Replaces the user where PhoneOfUser says so, by a text in `arena`. False: the host is full.
template <class Arena>
bool NormalizeUser(std::string_view channel, Arena& arena, std::string_view* user) {
  const auto phone = PhoneOfUser(channel, *user);
  if (!phone) return true;
  *user = arena.Copy(phone->view());
  return !user->empty();
}

}  // namespace sdk_v1
}  // namespace griot
