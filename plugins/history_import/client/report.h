#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugins/history_import/client/state_file.h"
#include "plugins/history_import/client/tally.h"

namespace griot::history_import {

// How far an import is. Plain data.
struct Progress {
  uint64_t rows = 0;
  double rows_a_second = 0;
  double done = 0, total = 0;  // in the source's own unit; total 0: unknown
  double done_a_second = 0;
};

// What an import came to. Plain data.
struct Finished {
  std::string name;
  Tally tally;
  double seconds = 0;
  std::optional<LedgerLine> outcome;  // of all that was taken, if the ledger could be asked
  std::string refused_path;           // empty: nothing was refused
};

std::string Grouped(uint64_t number);  // 1,234,567
std::string ProgressText(const Progress& progress);
std::string ReportText(const Finished& finished);
std::string ReportJson(const Finished& finished);

}  // namespace griot::history_import
