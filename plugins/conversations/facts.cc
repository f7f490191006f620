#include "plugins/conversations/facts.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "griot/uuid.hpp"

namespace griot::conversations {
namespace {

constexpr size_t kMostText = 512;  // bytes; no provider's id is as long
constexpr double kMostSeconds = 1e12;

// What kinds of facts there are, by the event's name; 0: none.
char KindOf(std::string_view name) {
  if (name.starts_with("message.")) {
    name.remove_prefix(8);
    if (name == "received") return 'r';
    if (name == "sent") return 's';
    if (name == "delivered") return 'd';
    if (name == "read") return 'e';
    if (name == "failed") return 'f';
    return 0;
  }
  if (name == "agent.handoff") return 'h';
  if (!name.starts_with("chat.")) return 0;
  name.remove_prefix(5);
  if (name == "opened") return 'o';
  if (name == "assigned") return 'a';
  if (name == "resolved") return 'x';
  return 0;
}

bool IsMark(char kind) { return kind == 'o' || kind == 'a' || kind == 'h' || kind == 'x'; }

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool SameIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return Lower(a) == b; });
}

// What stands before the colon: "bot" of "bot:faq".
std::string_view Head(std::string_view id) { return id.substr(0, id.find(':')); }

bool IsNobody(std::string_view user_id) {
  const std::string_view head = Head(user_id);
  return SameIgnoringCase(head, "system") || SameIgnoringCase(head, "bot") ||
         SameIgnoringCase(head, "agent");
}

bool IsWhole(std::string_view number) {
  if (number == "0") return true;
  if (number.starts_with('-')) number.remove_prefix(1);
  return !number.empty() && number.size() <= 31 && number.front() != '0' &&
         std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsSeconds(std::string_view json) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), seconds);
  return error == std::errc() && end == json.data() + json.size() && seconds >= 0 &&
         seconds <= kMostSeconds;
}

Uuid ToUuid(const griot_uuid& raw) {
  Uuid uuid;
  std::memcpy(uuid.b, raw.bytes, sizeof uuid.b);
  return uuid;
}

void PutNumber(json::Writer<std::string>& w, std::string_view key, int64_t number) {
  char text[24];
  const char* const end = std::to_chars(text, text + sizeof text, number).ptr;
  w.Key(key).String({text, static_cast<size_t>(end - text)});
}

}  // namespace

const std::string_view FactWriter::kNames[kMembers] = {
    "messageId",        "chatId",      "businessNumber", "agentId",    "templateId",
    "templateName",     "contentType", "campaignId",     "category",   "errorCode",
    "replyTo",          "senderType",  "origin",         "automation", "automationId",
    "automationRuleId", "outcome",     "resolutionTime"};

FactWriter::Text FactWriter::Said(Member member) {
  const auto& raw = members_[member];
  if (!raw) return std::nullopt;
  if (*raw == "-0") return "0";  // as jsonb has it
  if (!raw->starts_with('"')) return IsWhole(*raw) ? raw : std::nullopt;
  const auto text = json::GetString(*raw, "", scratch_);
  return text && !text->empty() && text->size() <= kMostText ? text : std::nullopt;
}

bool FactWriter::Is(Member member, std::string_view text) {
  return members_[member] && json::GetString(*members_[member], "", scratch_) == text;
}

bool FactWriter::IsOneOf(Member member, std::initializer_list<std::string_view> texts) {
  if (!members_[member]) return false;
  const auto said = json::GetString(*members_[member], "", scratch_);
  return said && std::any_of(texts.begin(), texts.end(),
                             [&](std::string_view text) { return SameIgnoringCase(*said, text); });
}

std::string_view FactWriter::Sender(std::string_view agent_kind) {
  if (SameIgnoringCase(agent_kind, "bot") ||
      IsOneOf(kSenderType, {"bot", "agent_bot", "captain_assistant", "assistant", "ai"})) {
    return "bot";
  }
  if (SameIgnoringCase(agent_kind, "system") || members_[kAutomation] == "true" ||
      Said(kAutomationId) || Said(kAutomationRuleId) ||
      IsOneOf(kSenderType, {"automation", "system", "workflow"})) {
    return "automation";
  }
  return Is(kOrigin, "phone_app") ? "agent" : "";
}

bool FactWriter::Write(const Event& event, std::string* key, std::string* body) {
  const char kind = KindOf(event.name());
  if (kind == 0) return false;
  const bool mark = IsMark(kind), content = kind == 'r' || kind == 's';
  const std::string_view user = event.user_id();
  if (kind == 'r' && !user.empty() && IsNobody(user)) return false;
  const bool person = !user.empty() && user.size() <= kMostText && !IsNobody(user);
  scratch_.Reset();
  json::GetMembers(event.Property("").value_or("{}"), kNames, members_);
  // Reactions and notes of the system are no messages.
  if (content && (Is(kContentType, "reaction") || Is(kContentType, "system"))) return false;
  const Text chat = Said(kChatId);
  if (mark && !chat && !person) return false;
  const Text message = mark ? std::nullopt : Said(kMessageId);
  if (!mark && !message && !content) return false;  // a receipt of nobody knows what
  char id[kUuidTextSize];
  if (!message) FormatUuid(ToUuid(event.id()), id);
  *key = message.value_or(std::string_view(id, sizeof id));

  body->clear();
  json::Writer<std::string> w(*body);
  const auto put = [&w](std::string_view name, Text text) {
    if (text && !text->empty()) w.Key(name).String(*text);
  };
  w.BeginObject().Key("k").String({&kind, 1});
  PutNumber(w, "t", event.occurred_at());
  if (!mark) w.Key("s").String(event.source());
  put("c", chat);
  put("n", Said(kBusinessNumber));
  if (person) w.Key("u").String(user);
  const Text agent = Said(kAgentId);
  const std::string_view agent_kind = Head(agent.value_or(""));
  if (!SameIgnoringCase(agent_kind, "bot") && !SameIgnoringCase(agent_kind, "system"))
    put("a", agent);
  if (!mark) {
    const Text id_of_template = Said(kTemplateId);
    put("p", id_of_template ? id_of_template : Said(kTemplateName));
    put("y", Said(kContentType));
    put("g", Said(kCampaignId));
    put("q", Said(kCategory));
    put("b", Sender(agent_kind));
    put("e", Said(kErrorCode));
    put("w", Said(kReplyTo));
  } else if (kind == 'x') {
    put("m", Said(kOutcome));
    const auto& seconds = members_[kResolutionTime];
    if (seconds && IsSeconds(*seconds)) w.Key("z").Raw(*seconds);
  }
  w.EndObject();
  return true;
}

}  // namespace griot::conversations
