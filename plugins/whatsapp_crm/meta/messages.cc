#include "plugins/whatsapp_crm/meta/mapper.h"

namespace griot::whatsapp_crm::meta {

void Mapper::MapMessage(json::Value message) {
  const std::string_view type = Text(message.Find("type"));
  if (type == "request_welcome") return delivery_->Ignore(type);
  if (type == "system") return MapSystem(message);
  const Person person = people_.Find(
      contacts_, people_.IdsOf(message, "from", "from_user_id", "from_parent_user_id"));
  if (!Known(message, Text(message.Find("id")), person)) return;
  if (type == "edit" || type == "revoke") {
    return MapCorrection(message, person, Direction::kInbound);
  }
  MapContent(message, person, Direction::kInbound);
}

// What somebody sent from the business's own phone: the only place where Meta tells its content.
void Mapper::MapEcho(json::Value message) {
  const std::string_view type = Text(message.Find("type"));
  const Person person =
      people_.Find(contacts_, people_.IdsOf(message, "to", "to_user_id", "to_parent_user_id"));
  if (!Known(message, Text(message.Find("id")), person)) return;
  if (type == "edit" || type == "revoke") {
    return MapCorrection(message, person, Direction::kOutbound);
  }
  MapContent(message, person, Direction::kOutbound);
}

void Mapper::MapContent(json::Value message, const Person& person, Direction direction) {
  const bool inbound = direction == Direction::kInbound;
  const std::string_view id = Text(message.Find("id"));
  const bool reaction = message.Find("type").StringIs("reaction");
  ObjectWriter out = Begin();
  out.Text("direction", inbound ? "inbound" : "outbound");
  out.Text("messageId", id);
  out.Text("businessNumber", business_number_);
  out.Text("groupId", Text(message.Find("group_id")));
  if (!inbound) out.Text("origin", "phone_app");
  if (!content_.Write(message, out)) delivery_->Ignore("message_type");
  WritePerson(person, out);
  // An echo and the receipt of the same message are events of their own, of one message.
  key_ = inbound ? "" : "echo:";
  key_ += id;
  std::string_view name = inbound ? "message.received" : "message.sent";
  // The business's reaction is no answer, and no act of the customer's.
  if (reaction) name = inbound ? "message.reaction" : "message.reaction_sent";
  Emit(message, name, person.user_id, "wamid", key_, out);
}

// An edited or deleted message: no new one, so the original keeps its place.
void Mapper::MapCorrection(json::Value message, const Person& person, Direction direction) {
  const bool edited = message.Find("type").StringIs("edit");
  const json::Value body = message.Find(edited ? "edit" : "revoke");
  const std::string_view id = Text(message.Find("id"));
  ObjectWriter out = Begin();
  out.Text("direction", direction == Direction::kInbound ? "inbound" : "outbound");
  out.Text("messageId", Text(body.Find("original_message_id")));
  out.Text("businessNumber", business_number_);
  out.Text("groupId", Text(message.Find("group_id")));
  if (body.Find("message").is_object()) content_.Write(body.Find("message"), out);
  WritePerson(person, out);
  // One message can be edited more than once.
  key_ = edited ? "edit:" : "revoke:";
  key_.append(id).append(":").append(message.Find("timestamp").raw().substr(0, 64));
  Emit(message, edited ? "message.edited" : "message.revoked", person.user_id, "wamid", key_, out);
}

}  // namespace griot::whatsapp_crm::meta
