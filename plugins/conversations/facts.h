#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "griot/cpp/batch.hpp"
#include "griot/json.hpp"

namespace griot::conversations {

// Writes what an event tells of a message or of a chat, as griot_apply_conversations reads it.
// sql/0003_rules.sql says the same of a row, and what the members are. One thread at a time.
class FactWriter {
 public:
  // False: the event tells nothing, and that is known from its name alone for all but messages and
  // chats.
  bool Write(const Event& event, std::string* key, std::string* body);

 private:
  enum Member {
    kMessageId,
    kChatId,
    kBusinessNumber,
    kAgentId,
    kTemplateId,
    kTemplateName,
    kContentType,
    kCampaignId,
    kCategory,
    kErrorCode,
    kReplyTo,
    kSenderType,
    kOrigin,
    kAutomation,
    kAutomationId,
    kAutomationRuleId,
    kOutcome,
    kResolutionTime,
    kMembers
  };
  using Text = std::optional<std::string_view>;

  // A text or a whole number that an index can hold, decoded. Until the next event.
  Text Said(Member member);
  bool Is(Member member, std::string_view text);
  bool IsOneOf(Member member, std::initializer_list<std::string_view> texts);
  // Whose voice the message is, where that is said beside its agentId; empty: it is not.
  std::string_view Sender(std::string_view agent_kind);

  static const std::string_view kNames[kMembers];

  std::optional<std::string_view> members_[kMembers];  // raw JSON
  json::Scratch scratch_;
};

}  // namespace griot::conversations
