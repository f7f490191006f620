#pragma once

#include <string>
#include <string_view>

#include "griot/cpp/batch.hpp"
#include "griot/handshake.hpp"

namespace griot::identity {

// Whose handshake token this is, as "type:value", if griot made it for the event's project and it
// had not expired when the event happened; else empty.
std::string HandshakeOwner(const DeploymentSecrets& secrets, const Event& event,
                           std::string_view token);

}  // namespace griot::identity
