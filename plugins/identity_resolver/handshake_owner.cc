#include "plugins/identity_resolver/handshake_owner.h"

#include "griot/time.hpp"
#include "plugins/identity_resolver/identifiers.h"

namespace griot::identity {

std::string HandshakeOwner(const DeploymentSecrets& secrets, const Event& event,
                           std::string_view token) {
  const auto claims = ReadHandshake(secrets, event.project(), token);
  if (!claims || event.occurred_at() / kSecond > claims->expires) return {};
  // As the events of the chat have it.
  return UserIdentifier("whatsapp", claims->user).value_or("");
}

}  // namespace griot::identity
