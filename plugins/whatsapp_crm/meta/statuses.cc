#include "griot/time.hpp"
#include "plugins/whatsapp_crm/meta/mapper.h"

namespace griot::whatsapp_crm::meta {
namespace {

struct Kind {
  std::string_view status;
  std::string_view event;
  std::string_view time_property;
};

constexpr Kind kKinds[] = {{"sent", "message.sent", ""},
                           {"delivered", "message.delivered", "deliveredAt"},
                           {"read", "message.read", "readAt"},
                           {"played", "message.read", "readAt"},  // a voice message that was heard
                           {"failed", "message.failed", ""}};

}  // namespace

void Mapper::MapStatus(json::Value status) {
  const std::string_view said = Text(status.Find("status"));
  const Kind* kind = nullptr;
  for (const Kind& known : kKinds) {
    if (known.status == said) kind = &known;
  }
  if (kind == nullptr) return delivery_->Ignore("status");
  const std::string_view id = Text(status.Find("id"));
  const bool group = status.Find("recipient_type").StringIs("group");
  Ids ids = people_.IdsOf(status, "recipient_id", "recipient_user_id", "recipient_parent_user_id");
  const std::string_view participant = Text(status.Find("recipient_participant_id"));
  const std::string_view group_id = group ? ids.phone : std::string_view();
  if (group) ids.phone = participant;
  // A receipt may leave out who it is from: it counts by its message all the same.
  const Person person = people_.Find(contacts_, ids);
  if (id.empty() || id.size() > 512) {
    return Dead(status, "no_id", "a status without the message's id");
  }
  ObjectWriter out = Begin();
  out.Text("messageId", id);
  out.Text("businessNumber", business_number_);
  out.Text("groupId", group_id);
  if (!kind->time_property.empty()) {
    char text[kIsoMillisSize];
    FormatIsoMillis(TimeOf(status).occurred_at, text);
    out.Text(kind->time_property, {text, sizeof text});
  }
  WriteReceipt(status, said, out);
  WritePerson(person, out);
  key_.assign(id).append(":").append(said);
  if (!participant.empty()) key_.append(":").append(participant);
  Emit(status, kind->event, person.user_id, "wamid", key_, out);
}

void Mapper::WriteReceipt(json::Value status, std::string_view kind, ObjectWriter& out) {
  if (kind == "sent") out.Text("direction", "outbound");
  if (kind == "played") out.Bool("played", true);
  const json::Value pricing = status.Find("pricing");
  out.Text("category", Text(pricing.Find("category")));
  out.Text("pricingModel", Text(pricing.Find("pricing_model")));
  out.Text("pricingType", Text(pricing.Find("type")));
  if (const auto billable = pricing.Find("billable").boolean()) out.Bool("billable", *billable);
  // Its id is that of a billing window, which is no chat.
  const json::Value origin = status.Find("conversation").Find("origin");
  out.Text("conversationOrigin", Text(origin.Find("type")));
  WriteCallbackData(status, out);
  if (kind != "failed") return;
  const json::Value error = status.Find("errors").At(0);
  out.Raw("errorCode", error.Find("code").number_text().value_or(""));
  out.Text("errorTitle", Text(error.Find("title")));
  out.Text("errorMessage", Text(error.Find("message")));
  out.Text("errorDetails", Text(error.Find("error_data").Find("details")));
}

// The one thing of the sender's that comes back: by agreement
// {"t":template,"a":agent,"c":campaign}.
void Mapper::WriteCallbackData(json::Value status, ObjectWriter& out) {
  const std::string_view data = Text(status.Find("biz_opaque_callback_data"));
  if (data.empty()) return;
  constexpr json::Limits kLimits{.max_depth = 4, .max_nodes = 64};
  if (!nested_.Parse(data, kLimits).ok() || !nested_.root().is_object()) {
    out.Text("callbackData", data);
    return;
  }
  const auto put = [&](std::string_view key, std::string_view as) {
    const json::Value value = nested_.root().Find(key);
    if (value.jsonb_ok()) out.Text(as, value.AsText(scratch_).value_or(""));
  };
  put("t", "templateId");
  put("a", "agentId");
  put("c", "campaignId");
}

}  // namespace griot::whatsapp_crm::meta
