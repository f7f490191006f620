#pragma once

#include <string>

#include "history/happening.h"
#include "history/history.h"

namespace griot::demo {

// How a history's messages, campaigns and chats are called on the wire: the same for the same seed,
// so that a history that is told again is the same events. Pure.
std::string MessageIdOf(const Wish& wish, uint32_t who, uint32_t serial);
std::string WamidOf(const Wish& wish, uint32_t who, uint32_t serial);
std::string CampaignIdOf(const History& history, uint16_t campaign);
std::string TokenOf(const Wish& wish, const Happening& handshake_or_message);
std::string ChatIdOf(uint32_t who);

// What a received message says, and one of the business's own.
std::string_view TextOf(const Business& business, const Happening& message);

// Whether it comes by Meta's webhooks, else by POST /v1/capture.
bool ByMeta(const History& history, const Happening& happening);

}  // namespace griot::demo
