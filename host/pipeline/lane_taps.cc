#include "host/pipeline/lane_taps.h"

#include "griot/time.hpp"
#include "host/pipeline/event_line.h"

namespace griot::host {
namespace {

bool Looks(const Tap& tap, std::string_view stage, bool at_point) {
  return at_point && (tap.wish().stage.empty() || tap.wish().stage == stage);
}

const char* NameOf(const griot_outcome& outcome) {
  switch (outcome.kind) {
    case GRIOT_STORED:
      return "stored";
    case GRIOT_DUPLICATE:
      return "duplicate";
    default:
      return "dead";
  }
}

const char* NameOf(const griot_settled_event& settled) {
  return settled.kind == GRIOT_FILTERED ? "filtered" : "dead";
}

}  // namespace

void LaneTaps::Refresh() {
  // First the version: what comes between is looked at next time.
  version_ = hub_.version();
  taps_ = hub_.taps();
}

// 1: the event matched.
bool LaneTaps::Show(Tap& tap, const Sight& sight, const griot_event& event,
                    std::string_view verdict, griot_str reason, griot_str detail) {
  if (!tap.wish().Matches(event)) return false;
  if (!full_ && !tap.MayShow()) full_ = true;
  if (full_) return true;
  const griot_time now = Now();
  std::string line;
  json::Writer<std::string> w(line);
  w.BeginObject().Key("at").String(IsoString(now)).Key("micros").Int(now);
  w.Key("stage").String(sight.stage).Key("point").String(sight.point).Key("lane").Uint(lane_);
  if (!verdict.empty()) w.Key("verdict").String(verdict);
  if (reason.size != 0) w.Key("reason").String(View(reason));
  if (detail.size != 0) w.Key("detail").String(View(detail));
  if (sight.took.count() > 0)
    w.Key("took_us").Double(static_cast<double>(sight.took.count()) / 1e3);
  w.Key("batch").Uint(sight.batch).Key("event");
  WriteEvent(w, event);
  w.EndObject();
  tap.Show(std::move(line));
  return true;
}

void LaneTaps::ShowHeard(const griot_submission& submission) {
  const std::string& stage = submission.ctx->stage;
  const Sight sight{stage, "after", submission.events.size(),
                    std::chrono::microseconds(Now() - submission.opened_at)};
  for (const auto& tap : taps_) {
    if (!Looks(*tap, stage, tap->wish().after)) continue;
    uint64_t seen = 0;
    full_ = false;
    for (const griot_event* event : submission.events)
      seen += Show(*tap, sight, *event, "heard", {}, {});
    for (const griot_settled_event* s : submission.settled)
      seen += Show(*tap, sight, *s->event, NameOf(*s), s->reason, s->detail);
    tap->Saw(seen);
  }
}

void LaneTaps::ShowBefore(const std::string& stage, const LiveBatch& batch) {
  const Sight sight{stage, "before", batch.size(), {}};
  for (const auto& tap : taps_) {
    if (!Looks(*tap, stage, tap->wish().before)) continue;
    uint64_t seen = 0;
    full_ = false;
    for (const griot_event* event : batch.events()) seen += Show(*tap, sight, *event, {}, {}, {});
    tap->Saw(seen);
  }
}

void LaneTaps::ShowAfter(const std::string& stage, const LiveBatch& batch, size_t given,
                         size_t settled, std::chrono::nanoseconds took) {
  const Sight sight{stage, "after", given, took};
  const size_t kept = given - (batch.settled().size() - settled);
  for (const auto& tap : taps_) {
    if (!Looks(*tap, stage, tap->wish().after)) continue;
    uint64_t seen = 0;
    full_ = false;
    for (size_t i = 0; i < batch.events().size(); ++i)
      seen += Show(*tap, sight, *batch.events()[i], i < kept ? "pass" : "appended", {}, {});
    for (size_t i = settled; i < batch.settled().size(); ++i) {
      const griot_settled_event& s = *batch.settled()[i];
      seen += Show(*tap, sight, *s.event, NameOf(s), s.reason, s.detail);
    }
    tap->Saw(seen);
  }
}

void LaneTaps::ShowWritten(const std::string& stage, const LiveBatch& batch, const Status& status,
                           const std::vector<griot_outcome>& outcomes,
                           std::chrono::nanoseconds took) {
  const Sight sight{stage, "after", batch.size(), took};
  for (const auto& tap : taps_) {
    if (!Looks(*tap, stage, tap->wish().after)) continue;
    uint64_t seen = 0;
    full_ = false;
    for (size_t i = 0; i < batch.events().size(); ++i) {
      const griot_event& event = *batch.events()[i];
      if (status.ok()) {
        const griot_outcome& o = outcomes[i];
        seen += Show(*tap, sight, event, NameOf(o), o.reason, o.detail);
      } else {
        const bool gone = status.code == GRIOT_GONE;
        seen += Show(*tap, sight, event, gone ? "given up" : "not taken", {}, Str(status.text));
      }
    }
    tap->Saw(seen);
  }
}

}  // namespace griot::host
