#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "griot/session_key.hpp"
#include "griot/testing.hpp"

namespace griot::postgres {

// Events as a business has them: 20 a second. Of 50,000 users each is a visit by itself, nearly; of
// 2,000 an event in forty seconds is of one that goes on.
inline std::vector<fake::Heard> MakeEvents(size_t count, uint64_t users) {
  std::mt19937_64 random(1);
  const char* const names[] = {"page_view",    "message.sent",     "message.delivered",
                               "message.read", "message.received", "click"};
  std::vector<fake::Heard> events(count);
  for (size_t i = 0; i < count; ++i) {
    fake::Heard& e = events[i];
    const uint64_t user = random() % users;
    e.id = UuidV5(kEventNamespace, "bench" + std::to_string(i));
    e.project = "default";
    e.source = "collect/whatsapp";
    e.channel = "whatsapp";
    e.name = names[random() % 6];
    e.user_id = "+52155" + std::to_string(10000000 + user);
    e.occurred_at = 1'760'000'000'000'000 + static_cast<griot_time>(i) * 50'000;
    e.received_at = e.occurred_at + 250'000;
    e.properties = R"({"direction":"inbound","contentType":"text","messageId":"wamid.HBgN)" +
                   std::to_string(random() % 1000000000) + R"(","agentId":"agent)" +
                   std::to_string(user % 20) + R"(","hasMedia":false})";
    e.context = R"({"page":{"path":"/product/)" + std::to_string(user % 100) + R"("}})";
    const griot_event raw = e.Raw();
    e.key = SessionKeyHash(raw);
  }
  return events;
}

// A batch over a slice of events, as cheap to make as the host's.
class BatchOfMany {
 public:
  BatchOfMany(const std::vector<fake::Heard>& events, size_t from, size_t count) : raw_(count) {
    for (size_t i = 0; i < count; ++i) raw_[i] = events[from + i].Raw();
    for (griot_event& e : raw_) {
      e.host_record = &e;
      list_.push_back(&e);
    }
    verdicts_.resize(count);
    batch_.struct_size = sizeof batch_;
    batch_.count = static_cast<uint32_t>(count);
    batch_.events = list_.data();
    batch_.verdicts = verdicts_.data();
    batch_.host_record = this;
  }
  BatchOfMany(const BatchOfMany&) = delete;
  BatchOfMany& operator=(const BatchOfMany&) = delete;

  const griot_batch& batch() const { return batch_; }
  Batch& view() { return view_; }
  Write& write() {
    facts_list_.clear();
    for (const griot_fact& fact : facts_) facts_list_.push_back(&fact);
    batch_.facts = facts_list_.data();
    batch_.fact_count = static_cast<uint32_t>(facts_list_.size());
    outcomes_.assign(raw_.size(), {});
    replies_.assign(facts_.size(), {});
    raw_write_ = {sizeof raw_write_, 0, &batch_, outcomes_.data(), replies_.data()};
    return write_;
  }
  SettledBatch settled() const { return {&batch_, outcomes_.data(), replies_.data()}; }

  // What a transform does to it, without copies that only a fake would make.
  static griot_result SetSession(griot_batch*, const griot_event* e, const griot_uuid* id) {
    static_cast<griot_event*>(e->host_record)->session_id = *id;
    return GRIOT_OK;
  }
  static griot_result AppendFact(griot_batch* b, const griot_fact* fact) {
    auto& self = *static_cast<BatchOfMany*>(b->host_record);
    griot_fact copy = *fact;
    for (griot_str* text : {&copy.kind, &copy.project, &copy.key, &copy.body}) {
      self.memory_.push_back(std::make_unique<std::string>(View(*text)));
      *text = Str(*self.memory_.back());
    }
    self.facts_.push_back(copy);
    return GRIOT_OK;
  }
  static griot_result Get(griot_batch*, const griot_event* e, int32_t root, griot_str path,
                          griot_str* json) {
    const auto found =
        json::Get(View(root == GRIOT_ROOT_CONTEXT ? e->context : e->properties), View(path));
    if (!found) return GRIOT_GONE;
    *json = Str(*found);
    return GRIOT_OK;
  }

 private:
  std::vector<griot_event> raw_;
  std::vector<const griot_event*> list_;
  std::vector<griot_verdict> verdicts_;
  std::vector<griot_fact> facts_;
  std::vector<const griot_fact*> facts_list_;
  std::vector<std::unique_ptr<std::string>> memory_;
  std::vector<griot_outcome> outcomes_;
  std::vector<griot_str> replies_;
  griot_batch batch_{};
  griot_write raw_write_{};
  Batch view_{&batch_};
  Write write_{&raw_write_};
};

}  // namespace griot::postgres
