#include "plugins/history_import/client/importer.h"

#include <algorithm>
#include <utility>

#include "plugins/history_import/client/own_ledger.h"
#include "plugins/history_import/client/report.h"

namespace griot::history_import {
namespace {

constexpr size_t kSenders = 4;
constexpr std::chrono::milliseconds kSaveEvery{1000}, kSayEvery{2000}, kPaceEvery{100};
constexpr std::chrono::milliseconds kBlink{20};
constexpr std::chrono::minutes kLongestSettling{10};

}  // namespace

Importer::Importer(const CommandLine& command, RowSource& source, StateFile& file,
                   const HttpAddress& address, const std::string& key)
    : command_(command), source_(source), file_(file) {
  for (size_t i = 0; i < kSenders; ++i) {
    senders_.push_back(std::make_unique<Sender>(address, key, journal_, board_));
  }
}

int Importer::Run(std::optional<ImportState> state) {
  if (state && source_.Resume(state->cursor)) {
    state_ = std::move(*state);
    command_.Say("goes on behind " + Grouped(state_.tally.rows) + " rows");
  } else if (Status status = file_.Restart(); !status.ok()) {
    return command_.Fail(kFailed, status.text);
  }
  seconds_before_ = state_.seconds;
  rows_before_ = state_.tally.rows;
  done_before_ = source_.Done();
  if (auto lines = OwnLedger(command_)) {
    local_ = true;
    ledger_at_start_ = std::move(*lines);
  }
  began_ = saved_ = said_ = paced_ = Clock::now();
  std::string why;
  try {
    Pump();
  } catch (const SourceError& e) {
    why = e.what();
  }
  const bool saved = Save();
  if (why.empty() && board_.failed()) why = board_.why();
  if (why.empty() && !saved) why = "the state cannot be kept";
  if (!why.empty()) {
    return command_.Fail(kFailed, why + "\nrun the same command again to go on behind " +
                                      Grouped(state_.tally.rows) + " rows");
  }
  WaitUntilStored();
  const bool clean = Report();
  file_.Finish();
  return clean ? kDone : kFailed;
}

void Importer::Pump() {
  Row row;
  while (!board_.failed()) {
    row.Clear();
    if (!source_.Next(&row)) break;
    const uint64_t segment = journal_.Begin(row);
    if (row.refused == nullptr && row.left_out == nullptr) Offer(row, segment);
    if (journal_.full()) {
      journal_.Close(source_.Cursor());
      Tend();
    }
  }
  journal_.Close(source_.Cursor());
  for (const auto& sender : senders_) sender->Flush();
  while (!board_.failed() && journal_.open_rows() > 0) {
    board_.Wait(kBlink);
    Tend();
  }
}

void Importer::Offer(const Row& row, uint64_t segment) {
  Sender& sender = *senders_[row.key % kSenders];
  while (!board_.failed() && !sender.Offer(row, segment)) {
    board_.Wait(kBlink);
    Tend();
  }
}

void Importer::Tend() {
  const Clock::time_point now = Clock::now();
  if (now - saved_ >= kSaveEvery) Save();
  if (now - said_ >= kSayEvery) SayProgress();
  if (local_ && now - paced_ >= kPaceEvery) KeepPace();
}

bool Importer::Save() {
  saved_ = Clock::now();
  Journal::Settled settled = journal_.Collect();
  if (settled.cursor.empty()) return true;
  state_.tally.Add(settled.tally);
  state_.cursor = std::move(settled.cursor);
  state_.seconds = seconds_before_ + std::chrono::duration<double>(saved_ - began_).count();
  if (local_ && !state_.before) {
    LedgerLine own;
    if (board_.Knows(&own.project, &own.source)) {
      const auto found = OwnLine(ledger_at_start_);
      state_.before = found ? *found : own;
    }
  }
  const Status status = file_.Save(settled.refused, &state_);
  if (!status.ok()) board_.Fail(status.text);
  return status.ok();
}

void Importer::SayProgress() {
  said_ = Clock::now();
  const double seconds = std::chrono::duration<double>(said_ - began_).count();
  const Progress progress{
      state_.tally.rows, static_cast<double>(state_.tally.rows - rows_before_) / seconds,
      source_.Done(), source_.Total(), (source_.Done() - done_before_) / seconds};
  const std::string trouble = board_.trouble();
  command_.Say(ProgressText(progress) + (trouble.empty() ? "" : "; sends again: " + trouble));
}

void Importer::KeepPace() {
  for (;;) {
    const auto lines = OwnLedger(command_);
    paced_ = Clock::now();
    // A griot that was restarted is asked again later; meanwhile its door says what it can take.
    if (!lines || board_.failed()) return;
    uint64_t accepted = 0, in_flight = 0;
    for (const LedgerLine& line : *lines) {
      accepted += line.accepted;
      in_flight += line.in_flight;
    }
    pace_.Heard(paced_, accepted, in_flight);
    if (!pace_.Holds()) return;
    board_.Wait(kBlink * 2);
    if (paced_ - saved_ >= kSaveEvery) Save();
    if (paced_ - said_ >= kSayEvery) SayProgress();
  }
}

std::optional<LedgerLine> Importer::OwnLine(const std::vector<LedgerLine>& lines) const {
  std::string project, source;
  if (!board_.Knows(&project, &source)) return std::nullopt;
  for (const LedgerLine& line : lines) {
    if (line.project == project && line.source == source) return line;
  }
  return std::nullopt;
}

// What was taken is safe; only what became of it is not known before.
void Importer::WaitUntilStored() {
  const Clock::time_point until = Clock::now() + kLongestSettling;
  while (local_ && state_.before && Clock::now() < until) {
    const auto lines = OwnLedger(command_);
    const auto own = lines ? OwnLine(*lines) : std::nullopt;
    if (!own) return;
    if (own->in_flight == 0) {
      outcome_ = *own;
      outcome_->stored -= state_.before->stored;
      outcome_->duplicate -= state_.before->duplicate;
      outcome_->filtered -= state_.before->filtered;
      outcome_->dead -= state_.before->dead;
      return;
    }
    board_.Wait(kBlink * 10);
  }
}

bool Importer::Report() const {
  const double seconds =
      seconds_before_ + std::chrono::duration<double>(Clock::now() - began_).count();
  const Finished finished{source_.Name(), state_.tally, seconds, outcome_,
                          state_.refused_bytes > 0 ? file_.refused_path() : ""};
  command_.Out(command_.json() ? ReportJson(finished) : ReportText(finished));
  return state_.tally.refused_rows == 0 && (!outcome_ || outcome_->dead == 0);
}

}  // namespace griot::history_import
