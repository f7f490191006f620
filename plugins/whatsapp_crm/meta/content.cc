#include "plugins/whatsapp_crm/meta/content.h"

#include <array>
#include <string>

namespace griot::whatsapp_crm::meta {
namespace {

constexpr size_t kMostTextChars = 4096;
constexpr size_t kMostNested = 16 << 10;  // bytes of JSON that is taken over as it stands

constexpr std::array<std::string_view, 6> kMedia = {"image",    "video", "sticker",
                                                    "document", "audio", "voice"};

}  // namespace

void ContentWriter::Kind(ObjectWriter& out, std::string_view content_type, bool has_media) {
  out.Text("contentType", content_type);
  out.Bool("hasMedia", has_media);
}

bool ContentWriter::Write(json::Value message, ObjectWriter& out) {
  const std::string_view type = Text(message.Find("type"));
  const json::Value body = message.Find(type);
  WriteQuote(message.Find("context"), out);
  WriteReferral(message.Find("referral"), out);
  for (const std::string_view media : kMedia) {
    if (type != media) continue;
    WriteMedia(body, type, out);
    return true;
  }
  if (type == "interactive") return WriteInteractive(body, out);
  if (type == "text") {
    Kind(out, type, false);
    out.Text("text", Text(body.Find("body")), kMostTextChars);
  } else if (type == "button") {
    Kind(out, type, false);
    out.Text("buttonId", Text(body.Find("payload")));
    out.Text("text", Text(body.Find("text")), kMostTextChars);
  } else if (type == "reaction") {
    const std::string_view emoji = Text(body.Find("emoji"));
    Kind(out, type, false);
    out.Text("reactedTo", Text(body.Find("message_id")));
    out.Text("emoji", emoji);
    if (emoji.empty()) out.Bool("removed", true);
  } else if (type == "location") {
    WriteLocation(body, out);
  } else if (type == "contacts") {
    WriteContacts(body, out);
  } else if (type == "order") {
    WriteOrder(body, out);
  } else if (type == "unsupported") {
    Kind(out, type, false);
    out.Text("unsupportedType", Text(body.Find("type")));
    WriteError(message, out);
  } else {
    Kind(out, "unknown", false);
    out.Text("providerType", type);
    WriteError(message, out);
    return type == "unknown";
  }
  return true;
}

void ContentWriter::WriteMedia(json::Value media, std::string_view type, ObjectWriter& out) {
  const bool voice = type == "audio" && media.Find("voice").boolean().value_or(false);
  Kind(out, voice ? "voice" : type, true);
  out.Text("text", Text(media.Find("caption")), kMostTextChars);
  out.Text("mediaId", Text(media.Find("id")));
  out.Text("mimeType", Text(media.Find("mime_type")));
  out.Text("fileName", Text(media.Find("filename")));
  if (media.Find("animated").boolean().value_or(false)) out.Bool("animated", true);
}

bool ContentWriter::WriteInteractive(json::Value interactive, ObjectWriter& out) {
  const std::string_view type = Text(interactive.Find("type"));
  const json::Value reply = interactive.Find(type);
  if (type.empty()) {  // Meta leaves the body out where it could not be read
    Kind(out, "interactive", false);
    return true;
  }
  Kind(out, "interactive." + std::string(Cut(type, 64)), false);
  if (type == "nfm_reply") {
    WriteFlow(reply, out);
    return true;
  }
  if (type == "call_permission_reply") {
    out.Text("callPermission", Text(reply.Find("response")));
    return true;
  }
  const bool button = type == "button_reply";
  if (!button && type != "list_reply") return false;
  out.Text(button ? "buttonId" : "listId", Text(reply.Find("id")));
  out.Text("text", Text(reply.Find("title")), kMostTextChars);
  out.Text("description", Text(reply.Find("description")));
  return true;
}

void ContentWriter::WriteFlow(json::Value reply, ObjectWriter& out) {
  out.Text("flowName", Text(reply.Find("name")));
  out.Text("text", Text(reply.Find("body")), kMostTextChars);
  // JSON in a string: given as what it is, where jsonb would take it.
  const std::string_view answer = Text(reply.Find("response_json"));
  constexpr json::Limits kLimits{.max_depth = 32, .max_nodes = 1 << 14};
  const bool fits = answer.size() <= kMostNested && nested_.Parse(answer, kLimits).ok() &&
                    nested_.root().jsonb_ok() && nested_.root().JsonbTextBound() <= 4 * kMostNested;
  if (fits) {
    out.Raw("flowResponse", nested_.root().raw());
  } else {
    out.Text("flowResponse", answer);
  }
}

void ContentWriter::WriteLocation(json::Value location, ObjectWriter& out) {
  Kind(out, "location", false);
  out.Begin("location");
  for (const std::string_view key : {"latitude", "longitude"}) {
    out.Raw(key, location.Find(key).number_text().value_or(""));
  }
  for (const std::string_view key : {"name", "address", "url"}) {
    out.Text(key, Text(location.Find(key)));
  }
  out.End();
}

void ContentWriter::WriteContacts(json::Value cards, ObjectWriter& out) {
  Kind(out, "contacts", false);
  out.Uint("contactsCount", cards.is_array() ? cards.size() : 0);
  // Others' numbers are nobody's business here; the sender's own is a link that they asked for.
  for (const json::Value card : cards.elements()) {
    if (!card.Find("origin").StringIs("contact_request")) continue;
    const json::Value phone = card.Find("phones").At(0);
    out.Text("sharedPhone", Text(phone.Find("wa_id")).empty() ? Text(phone.Find("phone"))
                                                              : Text(phone.Find("wa_id")));
    break;
  }
}

void ContentWriter::WriteOrder(json::Value order, ObjectWriter& out) {
  Kind(out, "order", false);
  out.Text("text", Text(order.Find("text")), kMostTextChars);
  out.Text("catalogId", Text(order.Find("catalog_id")));
  const json::Value items = order.Find("product_items");
  out.Uint("itemCount", items.is_array() ? items.size() : 0);
  if (items.is_array() && items.raw().size() <= kMostNested) out.Raw("items", items.raw());
}

void ContentWriter::WriteError(json::Value message, ObjectWriter& out) {
  const json::Value error = message.Find("errors").At(0);
  out.Raw("errorCode", error.Find("code").number_text().value_or(""));
  out.Text("errorTitle", Text(error.Find("title")));
}

void ContentWriter::WriteReferral(json::Value referral, ObjectWriter& out) {
  if (!referral.is_object()) return;
  out.Begin("referral");
  out.Text("sourceType", Text(referral.Find("source_type")));
  out.Text("sourceId", Text(referral.Find("source_id")));
  out.Text("sourceUrl", Text(referral.Find("source_url")));
  out.Text("headline", Text(referral.Find("headline")));
  out.Text("body", Text(referral.Find("body")));
  out.Text("mediaType", Text(referral.Find("media_type")));
  out.Text("ctwaClid", Text(referral.Find("ctwa_clid")));
  out.Text("welcomeMessage", Text(referral.Find("welcome_message").Find("text")));
  out.End();
}

void ContentWriter::WriteQuote(json::Value context, ObjectWriter& out) {
  out.Text("replyTo", Text(context.Find("id")));
  if (context.Find("forwarded").boolean().value_or(false)) out.Bool("forwarded", true);
  if (context.Find("frequently_forwarded").boolean().value_or(false)) {
    out.Bool("frequentlyForwarded", true);
  }
  const json::Value product = context.Find("referred_product");
  if (!product.is_object()) return;
  out.Text("catalogId", Text(product.Find("catalog_id")));
  out.Text("productId", Text(product.Find("product_retailer_id")));
}

}  // namespace griot::whatsapp_crm::meta
