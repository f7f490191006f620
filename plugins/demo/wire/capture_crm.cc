// What a CRM tells of its conversations.
#include "wire/capture_body.h"
#include "wire/names.h"

namespace griot::demo {

std::string_view CaptureBody::Agent(uint32_t number) const {
  return history_.business().agents[number - 1];
}

void CaptureBody::Crm(const Happening& h, const Customer& customer) {
  json_.Key("channel").String("whatsapp").Key("userId").String("+" + customer.phone);
  json_.Key("properties").BeginObject();
  switch (h.kind) {
    case Kind::kReceived:
    case Kind::kReaction:
    case Kind::kSent:
    case Kind::kDelivered:
    case Kind::kRead:
    case Kind::kFailed:
      CrmMessage(h);
      break;
    case Kind::kContactCreated:
      json_.Key("source").String("crm").Key("name").String(customer.first + " " + customer.last);
      break;
    default:
      CrmChat(h);
  }
  json_.EndObject();
}

void CaptureBody::CrmMessage(const Happening& h) {
  const Business& b = history_.business();
  const Wish& wish = history_.wish();
  const bool content = h.kind == Kind::kReceived || h.kind == Kind::kSent;
  const bool inbound = h.kind == Kind::kReceived || h.kind == Kind::kReaction;
  json_.Key("messageId").String(MessageIdOf(wish, h.who, h.message));
  if (h.campaign == 0) json_.Key("chatId").String(ChatIdOf(h.who));
  json_.Key("direction").String(inbound ? "inbound" : "outbound");
  json_.Key("businessNumber").String("+" + b.number);
  if (h.kind == Kind::kReaction) {
    json_.Key("reactedTo").String(MessageIdOf(wish, h.who, h.number)).Key("emoji").String("👍");
  }
  if (h.kind == Kind::kReceived && h.number != 0) {
    json_.Key("replyTo").String(MessageIdOf(wish, h.who, h.number));
  }
  if (content) {
    const bool picture = h.kind == Kind::kReceived && h.device != 0;
    json_.Key("contentType").String(picture ? "image" : "text").Key("hasMedia").Bool(picture);
    json_.Key("text").String(TextOf(b, h));
  }
  if (h.template_of != 0) {
    const Template& t = b.templates[h.template_of - 1u];
    json_.Key("templateId").String(t.name).Key("templateName").String(t.name);
    json_.Key("category").String(t.category);
  }
  if (h.campaign != 0) json_.Key("campaignId").String(CampaignIdOf(history_, h.campaign));
  if (h.campaign != 0 && h.kind == Kind::kSent) json_.Key("hs_token").String(TokenOf(wish, h));
  if (h.agent == Happening::kBot) {
    json_.Key("isAutomated").Bool(true).Key("senderType").String("bot");
  } else if (h.agent != 0) {
    json_.Key("agentId").String(Agent(h.agent));
  }
  if (h.kind == Kind::kFailed) {
    json_.Key("errorCode").Int(b.failures[h.text].code);
    json_.Key("errorTitle").String(b.failures[h.text].title);
  }
}

void CaptureBody::CrmChat(const Happening& h) {
  const Business& b = history_.business();
  json_.Key("chatId").String(ChatIdOf(h.who));
  if (h.agent != 0) json_.Key("agentId").String(Agent(h.agent));
  switch (h.kind) {
    case Kind::kChatAssigned:
    case Kind::kChatTransferred:
      if (h.number != 0) json_.Key("previousAgentId").String(Agent(h.number));
      break;
    case Kind::kHandoff:
      json_.Key("fromMode").String("bot").Key("toMode").String("agent");
      json_.Key("handoffReason").String("asked_for");
      break;
    case Kind::kChatResolved:
      json_.Key("resolutionTime").Uint(h.number).Key("outcome").String(b.outcomes[h.text]);
      break;
    case Kind::kCsatSubmitted:
      json_.Key("score").Uint(h.number);
      break;
    case Kind::kClassified:
      json_.Key("detected_intent").String(b.intents[h.text]);
      json_.Key("confidence").Double(h.number / 100.0).Key("latency_ms").Int(380);
      json_.Key("model").String("demo");
      break;
    default:
      break;
  }
}

void CaptureBody::CampaignSent(const Happening& h) {
  const Template& t = history_.business().templates[h.template_of - 1u];
  json_.Key("channel").String("whatsapp").Key("userId").String("system");
  json_.Key("properties").BeginObject();
  json_.Key("campaignId").String(CampaignIdOf(history_, h.campaign));
  json_.Key("templateId").String(t.name).Key("templateName").String(t.name);
  json_.Key("recipientCount").Uint(h.number).EndObject();
}

}  // namespace griot::demo
