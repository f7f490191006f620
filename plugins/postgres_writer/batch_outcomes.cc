// The writer's outcomes: counted for the ledger in the batch's transaction, told to the host after
// it.
#include <utility>

#include "batch_writer.h"

namespace griot::postgres {
namespace {

constexpr std::string_view kForgotten = "forgotten";

}  // namespace

void BatchWriter::CountOutcomes() {
  const griot_batch& batch = plan_.batch();
  for (uint32_t i = 0; i < batch.count; ++i) {
    const griot_event& e = plan_.event(i);
    if (IsCounted(e)) continue;
    Counts& counts = RowOf(e);
    if (forgotten_.Event(i)) {
      ++counts.filtered;
      tally_.Reason(View(e.project), View(e.source), "filtered", kForgotten);
    } else if (plan_.fresh[i] != 0) {
      ++counts.stored;
    } else if (refused_[i] == 0) {
      ++counts.duplicate;
    } else {
      const Refusal& refusal = refusals_[refused_[i] - 1];
      ++counts.dead;
      tally_.Reason(View(e.project), View(e.source), "dead", refusal.reason);
      letters_.AddEvent(e, stage_, refusal.reason, refusal.detail, {});
    }
  }
  for (uint32_t i = 0; i < batch.settled_count; ++i) {
    CountSettled(*batch.settled[i], forgotten_.Settled(i));
  }
}

void BatchWriter::CountSettled(const griot_settled_event& s, bool forgotten) {
  static constexpr griot_event kNoEvent{};
  const griot_event& e = s.event == nullptr ? kNoEvent : *s.event;
  if (IsCounted(e)) return;
  Counts& counts = RowOf(e);
  if (forgotten) {
    ++counts.filtered;
    return tally_.Reason(View(e.project), View(e.source), "filtered", kForgotten);
  }
  const bool once = RawLetters::Is(s);
  if (once && !raw_letters_.Take(s)) {
    ++counts.duplicate;
    return;
  }
  const bool dead = s.kind == GRIOT_DEAD;
  ++(dead ? counts.dead : counts.filtered);
  tally_.Reason(View(e.project), View(e.source), dead ? "dead" : "filtered", View(s.reason));
  if (dead && !once) {
    letters_.AddEvent(e, View(s.stage), View(s.reason), View(s.detail), View(s.raw));
  }
}

// What a durable stream delivers again was counted the first time, its dead letters written.
bool BatchWriter::IsCounted(const griot_event& e) const {
  return e.origin < plan_.batch().origin_count && counted_[e.origin] != 0;
}

Counts& BatchWriter::RowOf(const griot_event& e) {
  const griot_batch& batch = plan_.batch();
  Counts& counts = tally_.Of(View(e.project), View(e.source));
  const bool durable = e.origin < batch.origin_count && IsDurable(*batch.origins[e.origin]);
  if (!durable || (e.flags & GRIOT_EVENT_DERIVED) != 0) ++counts.accepted;
  return counts;
}

void BatchWriter::Publish(griot::Write& write) {
  texts_.clear();
  const auto keep = [this](std::string text) -> std::string_view {
    return texts_.emplace_back(std::move(text));
  };
  for (uint32_t i = 0; i < plan_.batch().count; ++i) {
    if (plan_.fresh[i] != 0) {
      write.Stored(i);
    } else if (refused_[i] == 0) {
      write.Duplicate(i);
    } else {
      Refusal& refusal = refusals_[refused_[i] - 1];
      write.Dead(i, keep(std::move(refusal.reason)), keep(std::move(refusal.detail)));
    }
  }
  for (auto& [fact, reply] : replies_) write.Reply(fact, keep(std::move(reply)));
}

}  // namespace griot::postgres
