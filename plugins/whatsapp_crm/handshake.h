#pragma once

#include <string>

#include "griot/plugin.hpp"

namespace griot::whatsapp_crm {

// What is answered to a console that asks whether the address is ours; text/plain.
struct Greeting {
  int status;
  std::string body;
};

// Meta's handshake, which others took over: hub.challenge comes back when hub.verify_token is ours.
// An empty token greets nobody.
Greeting MetaGreeting(const Request& request, const std::string& verify_token);

}  // namespace griot::whatsapp_crm
