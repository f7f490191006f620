#include "plugins/conversations/clicks.h"

#include <optional>
#include <string_view>

#include "griot/handshake.hpp"
#include "griot/json.hpp"
#include "griot/time.hpp"

namespace griot::conversations {
namespace {

constexpr size_t kMostText = 512;  // bytes; ours are shorter, and an index has to hold them

std::string TextOf(std::optional<std::string_view> json) {
  json::Scratch scratch;
  const auto text = json ? json::GetString(*json, "", scratch) : std::nullopt;
  return text && text->size() <= kMostText ? std::string(*text) : std::string();
}

std::string ReportedToken(const Event& event) {
  std::string token = TextOf(event.Property("/hs_token"));
  if (token.empty()) token = TextOf(event.Property("/hsToken"));
  // As the incumbent's SDK has it.
  if (token.empty()) token = TextOf(event.ContextMember("/handshakeToken"));
  return token;
}

}  // namespace

bool ClickWriter::Write(const Event& event, std::string* key, std::string* body) const {
  const bool followed = event.name() == "handshake_complete";
  if (!followed && event.name() != "message.sent") return false;
  *key = followed ? ReportedToken(event) : TextOf(event.Property("/hs_token"));
  if (key->empty() || (followed && event.anonymous_id().empty())) return false;
  std::string message = followed ? "" : TextOf(event.Property("/messageId"));
  if (followed) {
    const auto claims = ReadHandshake(secrets_, event.project(), *key);
    if (claims && claims->expires < event.occurred_at() / kSecond) return false;
    if (claims && claims->message_id.size() <= kMostText) message = claims->message_id;
  }
  if (!followed && message.empty()) return false;
  body->clear();
  json::Writer<std::string> w(*body);
  w.BeginObject().Key(followed ? "t" : "s").String(std::to_string(event.occurred_at()));
  if (!message.empty()) w.Key("m").String(message);
  w.EndObject();
  return true;
}

}  // namespace griot::conversations
