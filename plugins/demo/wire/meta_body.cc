#include "wire/meta_body.h"

#include <utility>

#include "wire/names.h"

namespace griot::demo {
namespace {

constexpr std::string_view kAccountId = "100000000000009";

std::string_view StatusOf(Kind kind) {
  switch (kind) {
    case Kind::kDelivered:
      return "delivered";
    case Kind::kRead:
      return "read";
    case Kind::kFailed:
      return "failed";
    default:
      return "sent";
  }
}

}  // namespace

std::string MetaBody::Wamid(const Happening& h, uint32_t serial) const {
  return WamidOf(history_.wish(), h.who, serial);
}

void MetaBody::Timestamp(const Happening& h) {
  json_.Key("timestamp").String(std::to_string(h.at / kSecond));
}

void MetaBody::Add(const Happening& h) {
  const Customer& customer = history_.customers()[h.who];
  ++count_;
  switch (h.kind) {
    case Kind::kReceived:
    case Kind::kReaction:
      return Message(h, customer);
    case Kind::kEcho:
      return Echo(h, customer);
    default:
      return Status(h, customer);
  }
}

std::string MetaBody::Finish() {
  Close();
  json_.EndArray().EndObject().EndArray().EndObject();
  return std::move(text_);
}

// Receipts share a change, as Meta sends them; a message brings its contact along.
void MetaBody::Open(Change change, const Happening& h) {
  if (text_.empty()) {
    json_.BeginObject().Key("object").String("whatsapp_business_account").Key("entry").BeginArray();
    json_.BeginObject().Key("id").String(kAccountId).Key("changes").BeginArray();
  }
  if (open_ == change && change == Change::kStatuses) return;
  Close();
  open_ = change;
  const Business& b = history_.business();
  const bool echoes = change == Change::kEchoes;
  json_.BeginObject().Key("field").String(echoes ? "smb_message_echoes" : "messages");
  json_.Key("value").BeginObject().Key("messaging_product").String("whatsapp");
  json_.Key("metadata").BeginObject().Key("display_phone_number").String(b.number);
  json_.Key("phone_number_id").String(number_id_).EndObject();
  if (change == Change::kMessages) {
    const Customer& c = history_.customers()[h.who];
    json_.Key("contacts").BeginArray().BeginObject().Key("profile").BeginObject();
    json_.Key("name").String(c.first + " " + c.last).EndObject();
    json_.Key("wa_id").String(c.phone).EndObject().EndArray();
  }
  json_.Key(echoes ? "message_echoes" : change == Change::kMessages ? "messages" : "statuses");
  json_.BeginArray();
}

void MetaBody::Close() {
  if (open_ != Change::kNone) json_.EndArray().EndObject().EndObject();
  open_ = Change::kNone;
}

void MetaBody::Message(const Happening& h, const Customer& customer) {
  const Business& b = history_.business();
  Open(Change::kMessages, h);
  json_.BeginObject().Key("from").String(customer.phone).Key("id").String(Wamid(h, h.serial));
  Timestamp(h);
  if (h.kind == Kind::kReaction) {
    json_.Key("type").String("reaction").Key("reaction").BeginObject();
    json_.Key("message_id").String(Wamid(h, h.number)).Key("emoji").String("👍").EndObject();
  } else if (h.device != 0) {
    json_.Key("type").String("image").Key("image").BeginObject();
    json_.Key("id").String(std::to_string(h.who) + std::to_string(h.serial));
    json_.Key("mime_type").String("image/jpeg").Key("caption").String(TextOf(b, h)).EndObject();
  } else {
    json_.Key("type").String("text").Key("text").BeginObject();
    json_.Key("body").String(TextOf(b, h)).EndObject();
  }
  if (h.kind == Kind::kReceived && h.number != 0) {
    json_.Key("context").BeginObject().Key("from").String(b.number);
    json_.Key("id").String(Wamid(h, h.number)).EndObject();
  }
  json_.EndObject();
}

void MetaBody::Echo(const Happening& h, const Customer& customer) {
  const Business& b = history_.business();
  Open(Change::kEchoes, h);
  json_.BeginObject().Key("from").String(b.number).Key("to").String(customer.phone);
  json_.Key("id").String(Wamid(h, h.message));
  Timestamp(h);
  json_.Key("type").String("text").Key("text").BeginObject();
  json_.Key("body").String(TextOf(b, h)).EndObject().EndObject();
}

void MetaBody::Status(const Happening& h, const Customer& customer) {
  const Business& b = history_.business();
  Open(Change::kStatuses, h);
  json_.BeginObject().Key("id").String(Wamid(h, h.message));
  json_.Key("status").String(StatusOf(h.kind));
  Timestamp(h);
  json_.Key("recipient_id").String(customer.phone);
  Given(h);
  if (h.kind == Kind::kFailed) {
    const Failure& failure = b.failures[h.text];
    json_.Key("errors").BeginArray().BeginObject().Key("code").Int(failure.code);
    json_.Key("title").String(failure.title).EndObject().EndArray();
  } else {
    const bool free = h.template_of == 0;
    const std::string_view category =
        free ? std::string_view("service") : b.templates[h.template_of - 1u].category;
    json_.Key("pricing").BeginObject().Key("billable").Bool(!free);
    json_.Key("pricing_model").String("PMP").Key("category").String(category).EndObject();
  }
  json_.EndObject();
}

// What the sender gave along, which every receipt of the message brings back.
void MetaBody::Given(const Happening& h) {
  if (h.template_of == 0 && h.agent == 0) return;
  const Business& b = history_.business();
  std::string given;
  Json w(given);
  w.BeginObject();
  if (h.template_of != 0) w.Key("t").String(b.templates[h.template_of - 1u].name);
  if (h.agent != 0) w.Key("a").String(b.agents[h.agent - 1u]);
  if (h.campaign != 0) w.Key("c").String(CampaignIdOf(history_, h.campaign));
  w.EndObject();
  json_.Key("biz_opaque_callback_data").String(given);
}

}  // namespace griot::demo
