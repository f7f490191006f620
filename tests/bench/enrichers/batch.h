#pragma once

#include <string>
#include <vector>

#include "griot/testing.hpp"

namespace griot::bench {

// A batch as cheap as the host's: what a stage writes is copied once and never applied, so that
// what is measured is the stage. Put it in place of the fake's by Use(), after the fake host is
// made. One thread.
class CheapBatch {
 public:
  explicit CheapBatch(std::vector<fake::Heard> events) : events_(std::move(events)) {
    for (const fake::Heard& event : events_) raw_.push_back(event.Raw());
    for (griot_event& event : raw_) list_.push_back(&event);
    verdicts_.resize(raw_.size());
    batch_.struct_size = sizeof batch_;
    batch_.count = static_cast<uint32_t>(raw_.size());
    batch_.events = list_.data();
    batch_.verdicts = verdicts_.data();
    batch_.host_record = this;
  }

  Batch& view() {
    written_.clear();
    return view_;
  }
  size_t size() const { return raw_.size(); }
  const griot_batch& batch() const { return batch_; }

  static void Use() {
    static griot_batch_api api = *fake::BatchOf::Api();
    api.set_field = [](griot_batch* b, const griot_event*, int32_t, griot_str value) {
      return Write(b, value);
    };
    api.patch = [](griot_batch* b, const griot_event*, int32_t, griot_str, griot_str json) {
      return Write(b, json);
    };
    api.remove = [](griot_batch* b, const griot_event*, int32_t, griot_str path) {
      return Write(b, path);
    };
    api.get = [](griot_batch*, const griot_event* e, int32_t root, griot_str path,
                 griot_str* json) {
      const griot_str text = root == GRIOT_ROOT_CONTEXT ? e->context : e->properties;
      const auto found = json::Get(View(text), View(path));
      if (found) *json = Str(*found);
      return static_cast<griot_result>(found ? GRIOT_OK : GRIOT_GONE);
    };
    api.append_fact = [](griot_batch* b, const griot_fact* fact) { return Write(b, fact->body); };
    static griot_host host = *detail::g_host;
    host.batch = &api;
    detail::g_host = &host;
  }

 private:
  static griot_result Write(griot_batch* b, griot_str text) {
    static_cast<CheapBatch*>(b->host_record)->written_.append(text.data, text.size);
    return GRIOT_OK;
  }

  std::vector<fake::Heard> events_;
  std::vector<griot_event> raw_;
  std::vector<const griot_event*> list_;
  std::vector<griot_verdict> verdicts_;
  std::string written_;
  griot_batch batch_{};
  Batch view_{&batch_};
};

// Page views as browsers send them (a third brought by a campaign) and WhatsApp messages, by turns;
// `agents` different user agents, `people` different phones and addresses.
inline std::vector<fake::Heard> MixedEvents(size_t count, size_t agents, size_t people) {
  std::vector<fake::Heard> events(count);
  for (size_t i = 0; i < count; ++i) {
    fake::Heard& e = events[i];
    e.project = "shop";
    const std::string person = std::to_string(i % people);
    if (i % 2 == 0) {
      e.channel = "whatsapp";
      e.name = "message.received";
      e.user_id = "+254712" + std::to_string(100000 + i % people);
      e.properties = R"({"direction":"inbound","contentType":"text","messageId":"wamid.HBgN)" +
                     std::to_string(i) + R"(","text":"Habari, is this one still there?"})";
      e.context = R"({"provider":"meta","businessNumber":"+15550783881"})";
      continue;
    }
    const std::string query =
        i % 6 == 1 ? "?utm_source=news&utm_campaign=june&gclid=Cj0x" + person : "";
    e.flags = GRIOT_EVENT_DEVICE;
    e.channel = "web";
    e.name = "page_view";
    e.anonymous_id = "9f2b1c0a-5b7e-4c1d-8a3f-" + person;
    e.properties = R"({"path":"/pricing/plans","title":"Plans","plan":"pro","price":19.90})";
    e.context =
        R"({"library":{"name":"griot.js","version":"1.0.0"},"page":{"path":"/pricing/plans",)"
        R"("referrer":"https://www.google.co.ke/","search":")" +
        query + R"(","title":"Plans","url":"https://shop.example/pricing/plans)" + query +
        R"("},"userAgent":"Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A.)" +
        std::to_string(i / 2 % agents) +
        R"() AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",)"
        R"("ip":"41.90.)" +
        std::to_string(i % people % 250) +
        R"(.17","locale":"en-KE","screen":{"width":412,"height":915}})";
  }
  return events;
}

}  // namespace griot::bench
