#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::identity {

// Which identifier a value is (docs/identity.md), as "type:value". Pure functions; the same rules
// as in sql/0002_identifiers.sql, by which readers find an event's person.

// Without the white space of ASCII at both ends.
std::string_view Trim(std::string_view value);

// What clients send when they know nobody: links nothing and founds nobody. Trimmed already.
bool IsBlocked(std::string_view value);

// "system", "bot" and "agent", alone or before a colon ("bot:faq"), in any case: never people.
bool IsNobody(std::string_view value);

// Channels whose users are phone numbers, written with or without the "+".
bool IsMessageChannel(std::string_view channel);

// A user, typed by its form. nullopt: none; empty: nobody who is a person.
std::optional<std::string> UserIdentifier(std::string_view channel, std::string_view user_id);

std::optional<std::string> AnonymousIdentifier(std::string_view anonymous_id);

// What a profile says of itself. A phone there must be international, since its country is not
// known; on a message channel digits will do.
std::optional<std::string> EmailIdentifier(std::string_view text);
std::optional<std::string> PhoneIdentifier(std::string_view channel, std::string_view text);
std::optional<std::string> BsuidIdentifier(std::string_view text);

// By what a user was known before: a browser's id, unless its form says otherwise.
std::optional<std::string> PreviousIdentifier(std::string_view channel, std::string_view text);

}  // namespace griot::identity
