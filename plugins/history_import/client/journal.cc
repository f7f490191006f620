#include "plugins/history_import/client/journal.h"

#include <utility>

namespace griot::history_import {

uint64_t Journal::Begin(const Row& row) {
  const std::lock_guard lock(mutex_);
  Segment& segment = segments_.back();
  const uint64_t number = first_ + segments_.size() - 1;
  Tally& tally = segment.tally;
  ++read_;
  ++tally.rows;
  Tally::Count(&tally.tables, row.table);
  if (row.also != nullptr) Tally::Count(&tally.tables, row.also);
  if (row.left_out != nullptr) {
    Tally::Count(&tally.left_out, row.left_out);
    return number;
  }
  if (row.refused != nullptr) {
    ++tally.refused_rows;
    Tally::Count(&tally.refused, row.refused);
    segment.refused.push_back({number, row.refused, row.line, false, false});
    return number;
  }
  for (const char* const what : row.mended) Tally::Count(&tally.mended, what);
  if (!row.mended.empty()) ++tally.mended_rows;
  ++segment.open;
  ++open_;
  return number;
}

void Journal::Close(std::string cursor) {
  const std::lock_guard lock(mutex_);
  segments_.back().closed = true;
  segments_.back().cursor = std::move(cursor);
  segments_.emplace_back();
  read_ = 0;
}

void Journal::Settle(const std::vector<Verdict>& verdicts) {
  const std::lock_guard lock(mutex_);
  for (const Verdict& verdict : verdicts) {
    Segment& segment = At(verdict.segment);
    --segment.open;
    --open_;
    Tally& tally = segment.tally;
    if (verdict.mended_time) {
      if (!verdict.mended_before) ++tally.mended_rows;
      Tally::Count(&tally.mended, "a time that cannot be: the time of arrival in its place");
    }
    if (verdict.refused.empty()) {
      ++tally.taken;
      continue;
    }
    ++tally.refused_rows;
    Tally::Count(&tally.refused, verdict.refused);
    segment.refused.push_back(verdict);
  }
}

Journal::Settled Journal::Collect() {
  Settled settled;
  const std::lock_guard lock(mutex_);
  while (segments_.front().closed && segments_.front().open == 0) {
    Segment& segment = segments_.front();
    settled.tally.Add(segment.tally);
    settled.cursor = std::move(segment.cursor);
    for (Verdict& verdict : segment.refused) settled.refused.push_back(std::move(verdict));
    segments_.pop_front();
    ++first_;
  }
  return settled;
}

uint64_t Journal::open_rows() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

}  // namespace griot::history_import
