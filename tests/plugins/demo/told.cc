#include "tests/plugins/demo/told.h"

#include <memory>
#include <stdexcept>

#include "griot/json.hpp"
#include "wire/capture_body.h"
#include "wire/meta_body.h"
#include "wire/names.h"

namespace griot::demo {
namespace {

const std::string kNumberId = "100";

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

void Add(Told* told, const std::string& id, ToldEvent event) {
  ++told->deliveries;
  const auto [found, fresh] = told->events.emplace(id, event);
  if (!fresh && found->second.at != event.at) throw std::runtime_error("two events of one id");
}

void ReadMeta(const std::string& body, Told* told) {
  json::Document document;
  if (!document.Parse(body).ok()) throw std::runtime_error("no JSON: " + body.substr(0, 200));
  for (const json::Value entry : document.root().Find("entry").elements()) {
    for (const json::Value change : entry.Find("changes").elements()) {
      const json::Value value = change.Find("value");
      const bool echoes = change.Find("field").StringIs("smb_message_echoes");
      for (const char* const list : {"messages", "message_echoes", "statuses"}) {
        for (const json::Value one : value.Find(list).elements()) {
          ToldEvent event;
          event.channel = "whatsapp";
          event.at = std::stoll(Text(one.Find("timestamp"))) * kSecond;
          event.message = Text(one.Find("id"));
          const std::string status = Text(one.Find("status"));
          const bool reaction = Text(one.Find("type")) == "reaction";
          event.name = !status.empty() ? "message." + status
                       : echoes        ? "message.sent"
                       : reaction      ? "message.reaction"
                                       : "message.received";
          event.user = "+" + Text(one.Find(!status.empty() ? "recipient_id"
                                           : echoes        ? "to"
                                                           : "from"));
          event.campaign = Text(one.Find("biz_opaque_callback_data"));
          if (event.campaign.find("\"c\":") == std::string::npos) event.campaign.clear();
          Add(told, event.message + list + status, event);
        }
      }
    }
  }
}

void ReadCapture(const std::string& body, Told* told) {
  json::Document document;
  if (!document.Parse(body).ok()) throw std::runtime_error("no JSON: " + body.substr(0, 200));
  for (const json::Value one : document.root().Find("batch").elements()) {
    ToldEvent event;
    const json::Value properties = one.Find("properties");
    event.channel = one.Find("channel").exists() ? Text(one.Find("channel")) : "web";
    event.name = Text(one.Find("event"));
    event.user = Text(one.Find("userId"));
    event.anonymous = Text(one.Find("anonymousId"));
    event.message = Text(properties.Find("messageId"));
    event.campaign = Text(properties.Find("campaignId"));
    event.at = ParseIso(Text(one.Find("timestamp"))).value();
    event.value = static_cast<int64_t>(properties.Find("value").uint64().value_or(0));
    Add(told, Text(one.Find("messageId")), event);
  }
}

}  // namespace

Told Tell(const History& history, const std::vector<Happening>& deliveries, size_t batch) {
  Told told;
  std::unique_ptr<MetaBody> meta;
  std::unique_ptr<CaptureBody> capture;
  const auto end_meta = [&] {
    if (!meta) return;
    told.bodies.push_back(meta->Finish());
    ReadMeta(told.bodies.back(), &told);
    meta.reset();
  };
  const auto end_capture = [&] {
    if (!capture) return;
    told.bodies.push_back(capture->Finish());
    ReadCapture(told.bodies.back(), &told);
    capture.reset();
  };
  for (const Happening& h : deliveries) {
    if (ByMeta(history, h)) {
      if (!meta) meta = std::make_unique<MetaBody>(history, kNumberId);
      meta->Add(h);
      if (meta->count() == batch) end_meta();
    } else {
      if (!capture) capture = std::make_unique<CaptureBody>(history);
      capture->Add(h);
      if (capture->count() == batch) end_capture();
    }
  }
  end_meta();
  end_capture();
  return told;
}

}  // namespace griot::demo
