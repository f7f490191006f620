// A batch for tests of transforms and sinks, and griot_batch_api over it.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/cpp/batch.hpp"
#include "griot/json.hpp"
#include "griot/testing/heard.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

// Events, facts and origins, with what a stage did to them applied at once. One thread at a time.
//
//   fake::BatchOf batch;
//   batch.Add({.id = id, .project = "p", .name = "page_view"});
//   transform.Process(batch.view());
//   EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
class BatchOf {
 public:
  BatchOf() { Refresh(); }
  BatchOf(const BatchOf&) = delete;
  BatchOf& operator=(const BatchOf&) = delete;

  BatchOf& Add(Heard event) {
    Append(std::move(event));
    Refresh();
    return *this;
  }
  BatchOf& AddSettled(HeardSettled event) {
    settled_.push_back(std::move(event));
    Refresh();
    return *this;
  }
  BatchOf& AddFact(HeardFact fact) {
    facts_.push_back(std::move(fact));
    Refresh();
    return *this;
  }
  BatchOf& AddOrigin(HeardOrigin origin) {
    origins_.push_back(std::move(origin));
    Refresh();
    return *this;
  }

  // What a transform gets. Verdicts start at PASS, as the C++ layer presets them.
  Batch& view() { return view_; }
  griot_batch* raw() { return &raw_; }
  // What a sink gets, with room for its outcomes.
  Write& write() {
    Refresh();
    outcomes_.assign(events_.size(), griot_outcome{});
    replies_.assign(facts_.size(), griot_str{});
    raw_write_ = {sizeof(griot_write), 0, &raw_, outcomes_.data(), replies_.data()};
    return write_;
  }

  size_t size() const { return events_.size(); }
  const Heard& event(size_t i) const { return events_[i]; }
  const griot_verdict& verdict(size_t i) const { return verdicts_[i]; }
  const griot_outcome& outcome(size_t i) const { return outcomes_[i]; }
  std::string_view reply(size_t fact) const { return View(replies_[fact]); }
  const griot_str* replies() const { return replies_.data(); }  // as SettledBatch wants them
  const std::deque<HeardFact>& facts() const { return facts_; }

  static const griot_batch_api* Api() {
    static constexpr griot_batch_api api{sizeof(griot_batch_api),
                                         0,
                                         &AllocIn,
                                         &SetField,
                                         &SetSession,
                                         &SetOccurredAt,
                                         &PatchMember,
                                         &RemoveMember,
                                         &GetMember,
                                         &AppendEvent,
                                         &AppendFact};
    return &api;
  }

 private:
  static BatchOf& Of(griot_batch* b) { return *static_cast<BatchOf*>(b->host_record); }
  static Heard& Of(const griot_event* e) { return *static_cast<Heard*>(e->host_record); }

  void Append(Heard event) {
    events_.push_back(std::move(event));
    verdicts_.push_back({GRIOT_PASS, 0, {}, {}});
  }

  // Rewrites the C view of everything; addresses of events stay, because deques keep theirs.
  void Refresh() {
    raw_events_.resize(events_.size());
    list_.clear();
    for (size_t i = 0; i < events_.size(); ++i) {
      raw_events_[i] = events_[i].Raw();
      raw_events_[i].host_record = &events_[i];
      list_.push_back(&raw_events_[i]);
    }
    raw_facts_.clear();
    for (const HeardFact& f : facts_) {
      raw_facts_.push_back({sizeof(griot_fact), 0, Str(f.kind), Str(f.project), Str(f.key),
                            ToRaw(f.cause), Str(f.body)});
    }
    raw_origins_.clear();
    for (const HeardOrigin& o : origins_) {
      raw_origins_.push_back(
          {sizeof(griot_origin), 0, Str(o.stream), o.position_hi, o.position_lo, o.fence});
    }
    raw_settled_.clear();
    settled_events_.clear();
    for (const HeardSettled& s : settled_) {
      settled_events_.push_back(s.event.Raw());
      raw_settled_.push_back({sizeof(griot_settled_event), s.kind, &settled_events_.back(),
                              Str(s.reason), Str(s.detail), Str(s.stage), Str(s.raw)});
    }
    const auto point = [](auto& from, auto* to) {
      to->clear();
      for (const auto& item : from) to->push_back(&item);
    };
    point(raw_facts_, &fact_list_);
    point(raw_origins_, &origin_list_);
    point(raw_settled_, &settled_list_);
    raw_ = {};
    raw_.struct_size = sizeof raw_;
    raw_.count = static_cast<uint32_t>(list_.size());
    raw_.events = list_.data();
    raw_.verdicts = verdicts_.data();
    raw_.facts = fact_list_.data();
    raw_.fact_count = static_cast<uint32_t>(fact_list_.size());
    raw_.settled = settled_list_.data();
    raw_.settled_count = static_cast<uint32_t>(settled_list_.size());
    raw_.origins = origin_list_.data();
    raw_.origin_count = static_cast<uint32_t>(origin_list_.size());
    raw_.host_record = this;
  }

  char* Alloc(uint64_t size) {
    memory_.push_back(std::make_unique<char[]>(size + 1));
    return memory_.back().get();
  }

  static void* AllocIn(griot_batch* b, uint64_t size) { return Of(b).Alloc(size); }
  static griot_result SetField(griot_batch* b, const griot_event* e, int32_t field, griot_str v) {
    Heard& event = Of(e);
    switch (field) {
      case GRIOT_FIELD_CHANNEL:
        event.channel = View(v);
        break;
      case GRIOT_FIELD_NAME:
        if (v.size == 0) return GRIOT_INVALID;
        event.name = View(v);
        break;
      case GRIOT_FIELD_USER_ID:
        event.user_id = View(v);
        break;
      case GRIOT_FIELD_ANONYMOUS_ID:
        event.anonymous_id = View(v);
        break;
      default:
        return GRIOT_INVALID;
    }
    Of(b).Refresh();
    return GRIOT_OK;
  }
  static griot_result SetSession(griot_batch* b, const griot_event* e, const griot_uuid* id) {
    Of(e).session_id = ToUuid(*id);
    Of(b).Refresh();
    return GRIOT_OK;
  }
  static griot_result SetOccurredAt(griot_batch* b, const griot_event* e, griot_time t) {
    Of(e).occurred_at = t;
    Of(b).Refresh();
    return GRIOT_OK;
  }

  static std::string& Root(const griot_event* e, int32_t root) {
    return root == GRIOT_ROOT_CONTEXT ? Of(e).context : Of(e).properties;
  }
  static griot_result Apply(griot_batch* b, const griot_event* e, int32_t root,
                            const json::Patch& patch) {
    std::string out;
    if (!patch.path.starts_with('/')) return GRIOT_INVALID;
    if (!json::ApplyPatches(Root(e, root), {&patch, 1}, out)) return GRIOT_INVALID;
    Root(e, root) = out;
    Of(b).Refresh();
    return GRIOT_OK;
  }
  static bool IsJson(griot_str text) {
    json::Document document;
    return document.Parse(View(text)).ok() && document.root().jsonb_ok();
  }
  static griot_result PatchMember(griot_batch* b, const griot_event* e, int32_t root,
                                  griot_str path, griot_str value) {
    if (!IsJson(value)) return GRIOT_INVALID;
    return Apply(b, e, root, {View(path), View(value)});
  }
  static griot_result RemoveMember(griot_batch* b, const griot_event* e, int32_t root,
                                   griot_str path) {
    return Apply(b, e, root, {View(path), std::nullopt});
  }
  static griot_result GetMember(griot_batch*, const griot_event* e, int32_t root, griot_str path,
                                griot_str* out) {
    const auto found = json::Get(Root(e, root), View(path));
    if (!found) return GRIOT_GONE;
    *out = Str(*found);
    return GRIOT_OK;
  }
  static griot_result AppendEvent(griot_batch* b, const griot_event*, const griot_event* e) {
    if (e->name.size == 0 || e->project.size == 0) return GRIOT_INVALID;
    Heard event = Heard::Copy(*e);
    event.flags |= GRIOT_EVENT_DERIVED;
    Of(b).Append(std::move(event));
    Of(b).Refresh();
    return GRIOT_OK;
  }
  static griot_result AppendFact(griot_batch* b, const griot_fact* f) {
    if (f->kind.size == 0 || !IsJson(f->body)) return GRIOT_INVALID;
    Of(b).facts_.push_back(HeardFact::Copy(*f));
    Of(b).Refresh();
    return GRIOT_OK;
  }

  std::deque<Heard> events_;
  std::deque<HeardSettled> settled_;
  std::deque<HeardFact> facts_;
  std::deque<HeardOrigin> origins_;
  std::deque<griot_event> raw_events_, settled_events_;
  std::deque<griot_fact> raw_facts_;
  std::deque<griot_origin> raw_origins_;
  std::deque<griot_settled_event> raw_settled_;
  std::vector<const griot_event*> list_;
  std::vector<const griot_fact*> fact_list_;
  std::vector<const griot_origin*> origin_list_;
  std::vector<const griot_settled_event*> settled_list_;
  std::vector<griot_verdict> verdicts_;
  std::vector<griot_outcome> outcomes_;
  std::vector<griot_str> replies_;
  std::vector<std::unique_ptr<char[]>> memory_;
  griot_batch raw_{};
  griot_write raw_write_{};
  Batch view_{&raw_};
  Write write_{&raw_write_};
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
