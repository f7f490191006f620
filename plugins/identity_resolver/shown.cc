#include "plugins/identity_resolver/shown.h"

#include <algorithm>
#include <array>
#include <optional>

#include "griot/json.hpp"
#include "plugins/identity_resolver/handshake_owner.h"
#include "plugins/identity_resolver/identifiers.h"

namespace griot::identity {
namespace {

constexpr std::array<std::string_view, 7> kRanks{"chat.opened",  "message.received",
                                                 "message.sent", "message.delivered",
                                                 "message.read", "",  // everything else
                                                 "chat.resolved"};
constexpr int64_t kOtherRank = 5;
constexpr size_t kMostText = 4096;  // bytes; tokens are the longest

// Of a text or a number; nothing of all else, and of what is too long.
std::string_view Member(std::optional<std::string_view> json) {
  if (!json || json->empty() || json->size() > kMostText) return {};
  const char c = json->front();
  return c == '"' || c == '-' || (c >= '0' && c <= '9') ? *json : std::string_view();
}

std::string TextOf(std::string_view json) {
  if (!json.starts_with('"')) return std::string(json);
  json::Scratch scratch;
  return std::string(json::GetString(json, "", scratch).value_or(""));
}

// As readers look for it: the value, but for bsuids, which users have with their type.
void AddSpelling(const std::optional<std::string>& identifier, std::string_view text,
                 Shown* shown) {
  if (!identifier) return;
  std::string_view value = *identifier;
  if (!value.starts_with("bsuid:")) value.remove_prefix(value.find(':') + 1);
  if (value != text) shown->spellings.emplace_back(*identifier, text);
}

void ReadTraits(std::optional<std::string_view> traits, std::string_view* email,
                std::string_view* phone) {
  static constexpr std::string_view kNames[] = {"email", "phone"};
  if (!traits) return;
  std::optional<std::string_view> values[2];
  json::GetMembers(*traits, kNames, values);
  *email = Member(values[0]);
  *phone = Member(values[1]);
}

// The same token in two projects is two tokens.
Uuid HashOf(std::string_view project, std::string_view token) {
  return UuidV5(kEventNamespace,
                std::string("hs_token\x1f").append(project) + "\x1f" + std::string(token));
}

std::string_view RuleOf(const Event& event, const Sources& sources) {
  if (event.name() == "identify") return "identify";
  if (event.name() != "alias" || sources.previous_id.empty()) return "payload";
  const std::string change = TextOf(Member(event.Property("/change")));
  if (change == "number") return "number_change";
  return change == "user_id" ? "user_id_change" : "alias";
}

void Add(std::vector<std::string>* list, std::optional<std::string> identifier) {
  if (!identifier || std::find(list->begin(), list->end(), *identifier) != list->end()) return;
  list->push_back(std::move(*identifier));
}

void ReadToken(const Event& event, const Sources& sources, const DeploymentSecrets& secrets,
               const std::string& user, const std::string& anonymous, Shown* shown) {
  const std::string token = TextOf(sources.token);
  if (IsBlocked(Trim(token))) return;
  const Uuid hash = HashOf(event.project(), token);
  if (event.name() == "message.sent") {
    if (!user.empty()) shown->given = hash;
    return;
  }
  if (anonymous.empty()) return;
  shown->reported = hash;
  shown->reporter = anonymous;
  shown->owner = HandshakeOwner(secrets, event, token);
}

}  // namespace

int64_t Place(const Event& event) {
  const auto* const found = std::find(kRanks.begin(), kRanks.end(), event.name());
  const bool ranked = found != kRanks.end() && !event.name().empty();
  return event.occurred_at() * 8 + (ranked ? found - kRanks.begin() : kOtherRank);
}

Sources ReadSources(const Event& event) {
  Sources s;
  const std::string_view name = event.name();
  s.channel = event.channel();
  s.user_id = event.user_id();
  s.anonymous_id = event.anonymous_id();
  const bool details = event.raw().properties.size > 2;
  if (details && IsMessageChannel(s.channel)) {
    s.bsuid = Member(event.Property("/bsuid"));
    s.own_bsuid = Member(event.Property("/ownBsuid"));
  }
  if (name == "alias") s.previous_id = Member(event.Property("/previousId"));
  // What a group is like says nothing of the person who joins it.
  if (name == "identify" || name == "contact.created") {
    ReadTraits(event.Property("/traits"), &s.email, &s.phone);
  }
  if (name != "group" && event.raw().context.size > 2) {
    ReadTraits(event.ContextMember("/traits"), &s.other_email, &s.other_phone);
  }
  if (name == "handshake_complete" || (name == "message.sent" && details)) {
    s.token = Member(event.Property("/hs_token"));
    if (s.token.empty()) s.token = Member(event.Property("/hsToken"));
  }
  // The incumbent's way to report it: with every event of the page.
  if (s.token.empty() && event.device_channel() && name != "message.sent") {
    s.token = Member(event.ContextMember("/handshakeToken"));
  }
  return s;
}

Shown ReadShown(const Event& event, const Sources& s, const DeploymentSecrets& secrets) {
  Shown shown;
  const auto user = UserIdentifier(s.channel, s.user_id);
  if (user && user->empty()) return shown;  // what a bot or an agent does shows nobody
  const auto anonymous = AnonymousIdentifier(s.anonymous_id);
  auto* const list = &shown.identifiers;
  Add(list, user);
  Add(list, anonymous);
  AddSpelling(user, s.user_id, &shown);
  AddSpelling(anonymous, s.anonymous_id, &shown);
  Add(list, PreviousIdentifier(s.channel, TextOf(s.previous_id)));
  Add(list, BsuidIdentifier(TextOf(s.bsuid)));
  Add(list, BsuidIdentifier(TextOf(s.own_bsuid)));
  Add(list, EmailIdentifier(TextOf(s.email)));
  Add(list, PhoneIdentifier(s.channel, TextOf(s.phone)));
  Add(list, EmailIdentifier(TextOf(s.other_email)));
  Add(list, PhoneIdentifier(s.channel, TextOf(s.other_phone)));
  shown.rule = RuleOf(event, s);
  if (!s.token.empty()) {
    ReadToken(event, s, secrets, user.value_or(""), anonymous.value_or(""), &shown);
  }
  return shown;
}

}  // namespace griot::identity
