#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "griot/door/body.hpp"
#include "griot/door/write_keys.hpp"
#include "griot/handshake.hpp"
#include "griot/plugin.hpp"
#include "griot/time.hpp"

namespace griot::web_sdk {

// What a link is asked for with, as texts: of `griot link new` and of POST /v1/handshake.
struct LinkRequest {
  std::string user, message_id, campaign_id, template_name;
  std::string expires;  // ISO 8601; empty: in 30 days
};

// An empty text: the claims of such a link; else what is wrong, with its field. Pure.
std::string ClaimsOf(const LinkRequest& request, Micros now, HandshakeClaims* claims);

// Tokens for links in chats, for whoever sends them: a CRM, with a key of kind `link`, which stands
// in no page (docs/handshake.md). Its method may be called from any thread.
class Handshakes {
 public:
  Handshakes(Context context, const DeploymentSecrets& secrets)
      : secrets_(secrets), keys_(context, "handshake_limited", secrets, "link") {}

  // The JSON of the answer, or why there is none.
  std::optional<Denial> Make(const Request& request, std::string* answer);

 private:
  const DeploymentSecrets secrets_;
  KeyStore keys_;
};

// What people and programs get with a new token.
std::string LinkAnswer(std::string_view token, const HandshakeClaims& claims);

}  // namespace griot::web_sdk
