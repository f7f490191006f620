#include "plugins/web_sdk/handshakes.h"

#include <utility>

#include "griot/door/admission.hpp"
#include "griot/door/client_values.hpp"
#include "griot/door/limits.hpp"

namespace griot::web_sdk {
namespace {

constexpr Micros kDay = 86'400 * kSecond;
constexpr Micros kUsual = 30 * kDay, kMost = 366 * kDay;
constexpr size_t kMostText = 256;     // characters
constexpr uint64_t kMostBody = 8192;  // bytes

std::string ReadLink(std::string_view body, LinkRequest* request) {
  json::Document document;
  if (const json::Status status = document.Parse(body); !status.ok()) return status.message();
  if (!document.root().is_object()) return "expected {\"user\": …}";
  json::Scratch scratch;
  for (const auto& [name, to] :
       {std::pair{"user", &request->user}, std::pair{"messageId", &request->message_id},
        std::pair{"campaignId", &request->campaign_id},
        std::pair{"templateName", &request->template_name},
        std::pair{"expires", &request->expires}}) {
    const json::Value value = document.root().Find(name);
    if (!value.exists() || value.is_null()) continue;
    const auto text = value.string(scratch);
    if (!text) return std::string(name) + ": expected a text";
    *to = *text;
  }
  return "";
}

}  // namespace

std::string ClaimsOf(const LinkRequest& request, Micros now, HandshakeClaims* claims) {
  for (const auto& [name, text] :
       {std::pair{"user", &request.user}, std::pair{"messageId", &request.message_id},
        std::pair{"campaignId", &request.campaign_id},
        std::pair{"templateName", &request.template_name}}) {
    if (Longer(*text, kMostText)) return std::string(name) + ": longer than 256 characters";
  }
  if (request.user.empty()) return "user: whom the link is sent to is needed";
  // As the events of the chat have it, whose person the visitor becomes.
  const auto phone = PhoneOfUser("whatsapp", request.user);
  Micros until = now + kUsual;
  if (!request.expires.empty()) {
    const auto said = ParseIso(request.expires);
    if (!said) return "expires: a time as 2026-12-31T00:00:00Z is needed";
    if (*said <= now) return "expires: this time is over";
    if (*said > now + kMost) return "expires: more than a year away";
    until = *said;
  }
  *claims = {phone ? std::string(phone->view()) : request.user, request.message_id,
             request.campaign_id, request.template_name, until / kSecond};
  return "";
}

std::string LinkAnswer(std::string_view token, const HandshakeClaims& claims) {
  std::string answer;
  json::Writer<std::string>(answer)
      .BeginObject()
      .Key("status")
      .String("success")
      .Key("hs_token")
      .String(token)
      .Key("user")
      .String(claims.user)
      .Key("expires")
      .String(IsoString(claims.expires * kSecond))
      .EndObject();
  return answer;
}

std::optional<Denial> Handshakes::Make(const Request& request, std::string* answer) {
  const std::shared_ptr<const KeyRing> ring = keys_.Newest();
  if (ring == nullptr) return Denial{503, "no settings are known yet: is the store reachable?"};
  const WriteKey* const key =
      ring->Find(Sha256(), request.Header("X-Write-Key").value_or(std::string_view()));
  if (key == nullptr) return Denial{401, "not a key of kind link: `griot key new --kind link`"};
  if (auto denial = Admit(request, *key)) return denial;
  if (secrets_.list().empty()) {
    return Denial{501, "GRIOT_KEY_SECRET is not set here, and tokens are sealed with it"};
  }
  std::string_view body;
  if (auto denial = ReadBody(request, kMostBody, &body)) return denial;
  LinkRequest link;
  if (std::string why = ReadLink(body, &link); !why.empty()) return Denial{400, std::move(why)};
  HandshakeClaims claims;
  if (std::string why = ClaimsOf(link, Now(), &claims); !why.empty()) {
    return Denial{400, std::move(why)};
  }
  *answer = LinkAnswer(SealHandshake(secrets_.list().front(), key->project, claims), claims);
  return std::nullopt;
}

}  // namespace griot::web_sdk
