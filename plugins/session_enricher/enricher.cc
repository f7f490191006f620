#include "enricher.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "facts.h"
#include "griot/json.hpp"
#include "griot/session_key.hpp"
#include "rules.h"
#include "session_cache.h"

namespace griot::sessions {
namespace {

constexpr int64_t kMaxKeys = 200'000;
constexpr std::string_view kFact = "session";

Uuid ToUuid(const griot_uuid& raw) {
  Uuid uuid;
  std::memcpy(uuid.b, raw.bytes, sizeof uuid.b);
  return uuid;
}

uint64_t FenceOf(Batch& batch, const griot_event& e) {
  const griot_batch& raw = *batch.raw();
  return e.origin < raw.origin_count ? raw.origins[e.origin]->fence : 0;
}

bool SameId(const griot_uuid& a, const griot_uuid& b) {
  return std::memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

}  // namespace

const char* const kOptionsSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "max_keys": {"type": "integer", "minimum": 1, "maximum": 10000000, "default": 200000,
                 "description": "how many users' sessions a lane keeps in memory; the others are read back when needed"}
  }
})";

SessionEnricher::SessionEnricher(const StageConfig& config) : SessionEnricher(config, nullptr) {}

SessionEnricher::SessionEnricher(const StageConfig& config, std::unique_ptr<SessionStore> sessions)
    : context_(config.context), sessions_(std::move(sessions)) {
  json::Document document;
  const json::Status status = document.Parse(config.options.empty() ? "{}" : config.options);
  if (!status.ok()) throw OptionError("options: " + status.message());
  if (sessions_ != nullptr) return;
  const int64_t keys = document.root().Find("max_keys").int64().value_or(kMaxKeys);
  sessions_ = std::make_unique<SessionCache>(
      static_cast<size_t>(keys),
      [this](std::span<const griot_str> missing, const SessionCache::Take& take) {
        ReadBack(missing, take);
      });
}

// A session must not be founded only because the store is away for a moment, so this waits. The
// pipeline could not go on without the store anyway.
void SessionEnricher::ReadBack(std::span<const griot_str> keys,
                               const std::function<void(uint32_t, std::string_view)>& take) {
  for (;;) {
    const Status status = context_.Lookup("states", keys, take);
    if (status.ok()) return;
    if (status.code != GRIOT_RETRY || context_.stopping()) {
      if (!told_) context_.Warn("sessions cannot be read back: " + status.text);
      told_ = true;
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

void SessionEnricher::ReadKeys(Batch& batch, UnderWay* under_way) {
  std::string& texts = under_way->texts;
  std::vector<size_t> ends;
  subjects_.clear();
  keys_.clear();
  for (uint32_t i = 0; i < batch.size(); ++i) {
    const size_t before = texts.size();
    AppendKey(texts, batch[i].raw());
    if (texts.size() == before) continue;
    subjects_.push_back(i);
    ends.push_back(texts.size());
  }
  size_t begin = 0;
  for (size_t n = 0; n < subjects_.size(); ++n) {
    const griot_event& e = batch[subjects_[n]].raw();
    const uint64_t hash = e.key != 0 ? e.key : SessionKeyHash(e);
    keys_.push_back(
        {hash, std::string_view(texts).substr(begin, ends[n] - begin), nullptr, FenceOf(batch, e)});
    begin = ends[n];
  }
}

void SessionEnricher::Process(Batch& batch) {
  rules_.Refresh();
  UnderWay& under_way = under_way_.emplace_back();
  ReadKeys(batch, &under_way);
  sessions_->Prepare(keys_);
  under_way.marks.reserve(keys_.size());
  for (size_t n = 0; n < keys_.size(); ++n) {
    Event event = batch[subjects_[n]];
    under_way.marks.push_back({event.id(), subjects_[n], keys_[n]});
    Assign(batch, event, &under_way.marks.back());
  }
}

uint32_t SessionEnricher::Flags(const Event& event) const {
  uint32_t flags = 0;
  if (IsOwn(event)) {
    flags = kOwn | kCounts;
    if (IsPageView(event)) flags |= kPageView;
  } else if (rules_.EveryEvent(event.project()) || IsPersonalMessage(event)) {
    flags = kCounts;
  }
  if (IsConversion(event)) flags |= kConversion;
  return flags;
}

void SessionEnricher::Assign(Batch& batch, Event event, Mark* mark) {
  const uint32_t flags = Flags(event);
  const Touch touch{event.occurred_at(), rules_.Idle(event.project(), event.channel()),
                    Place(event), (flags & kCounts) != 0, ToUuid(event.id())};
  const Assigned assigned = sessions_->Assign(mark->key, touch);
  if (assigned.session != nullptr) {
    mark->session = assigned.session->id;
    griot_uuid raw;
    std::memcpy(raw.bytes, assigned.session->id.b, sizeof raw.bytes);
    event.SetSession(raw);
  }
  mark->known = AppendFact(batch, event, *mark, assigned, flags);
}

// An event in no session is told of, too: one that comes late may open a session that holds it.
uint32_t SessionEnricher::AppendFact(Batch& batch, const Event& event, const Mark& mark,
                                     const Assigned& assigned, uint32_t flags) {
  body_.clear();
  const uint32_t known = WriteFact(body_, event, assigned, mark.key.hash, flags);
  batch.AddFact(kFact, event.project(), mark.key.text, event.id(), body_);
  return known;
}

// Facts keep their order, and each event with a key has one.
bool SessionEnricher::IsRegrouped(const SettledBatch& settled, const griot_uuid& event,
                                  uint32_t* next_fact) const {
  const griot_batch& batch = *settled.batch;
  for (uint32_t& i = *next_fact; i < batch.fact_count; ++i) {
    const griot_fact& fact = *batch.facts[i];
    if (View(fact.kind) != kFact || !SameId(fact.cause, event)) continue;
    const griot_str* const replies = settled.fact_replies;
    return replies != nullptr && replies[i++].size > 0;
  }
  return false;
}

// Events keep their order, new ones come last, and some may have ended before the sinks: so each is
// where it was, or before that, but behind the last that was found.
void SessionEnricher::Settled(const SettledBatch& settled) {
  if (under_way_.empty()) return;
  const griot_batch& batch = *settled.batch;
  uint32_t next = 0, next_fact = 0;
  for (const Mark& mark : under_way_.front().marks) {
    uint32_t at = next;
    const uint32_t end = std::min(batch.count, mark.index + 1);
    while (at < end && !SameId(batch.events[at]->id, mark.event)) ++at;
    const bool found = at < end;
    if (found) next = at + 1;
    const bool stored = found && settled.outcomes[at].kind == GRIOT_STORED;
    const bool regrouped = stored && IsRegrouped(settled, mark.event, &next_fact);
    sessions_->Settle(mark.key, mark.session, stored && !regrouped, mark.known);
  }
  under_way_.pop_front();
}

Status SessionEnricher::Load(uint32_t, const griot_state_record& record) {
  return sessions_->Load({record.hash, View(record.key)}, View(record.value))
             ? Status::Ok()
             : Status::Invalid("no session in this record");
}

// The cache knows no identifiers but the key's: whatever it holds of the project is read back.
Status SessionEnricher::Forget(const griot_forget_request& request, std::string* receipt) {
  std::string prefix = "[";
  json::AppendString(prefix, View(request.project));
  prefix += ",";
  *receipt = R"({"cached_sessions":)" + std::to_string(sessions_->Forget(prefix)) + "}";
  return Status::Ok();
}

}  // namespace griot::sessions
