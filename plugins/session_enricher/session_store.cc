#include "session_store.h"

#include "griot/json.hpp"

namespace griot::sessions {

std::optional<Session> ParseSession(std::string_view text) {
  json::Scratch scratch;
  const auto id = json::GetString(text, "s", scratch);
  const auto uuid = id ? ParseUuid(*id) : std::nullopt;
  const auto first = json::GetInt(text, "f"), last = json::GetInt(text, "l");
  const auto known = json::GetInt(text, "k"), newest = json::GetInt(text, "n");
  if (!uuid || !first || !last || !known || !newest) return std::nullopt;
  return Session{*uuid, *first, *last, static_cast<uint32_t>(*known), *newest};
}

}  // namespace griot::sessions
