#include "plugins/whatsapp_crm/handshake.h"

#include "plugins/whatsapp_crm/secret_text.h"

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostChallenge = 4096;

}  // namespace

Greeting MetaGreeting(const Request& request, const std::string& verify_token) {
  const auto mode = request.Query("hub.mode");
  const auto token = request.Query("hub.verify_token");
  const auto challenge = request.Query("hub.challenge");
  const bool welcome = !verify_token.empty() && mode == "subscribe" && token && challenge &&
                       challenge->size() <= kMostChallenge && SameSecret(*token, verify_token);
  if (!welcome) return {403, "wrong verify token"};
  return {200, std::string(*challenge)};
}

}  // namespace griot::whatsapp_crm
