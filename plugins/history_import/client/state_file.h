#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/plugin.hpp"
#include "plugins/history_import/client/journal.h"
#include "plugins/history_import/client/tally.h"

namespace griot::history_import {

// What griot's ledger counts for one source of one project. Plain data.
struct LedgerLine {
  std::string project, source;
  uint64_t accepted = 0, stored = 0, duplicate = 0, filtered = 0, dead = 0, in_flight = 0;
};

// What an import remembers from run to run. Plain data.
struct ImportState {
  std::string cursor;  // JSON; empty: nothing is settled yet
  Tally tally;
  uint64_t refused_bytes = 0;        // how much of the file of refused lines belongs to the above
  std::optional<LedgerLine> before;  // as it was when the import began
  double seconds = 0;                // of work, in all runs
};

// DIR/import/NAME.json and DIR/import/NAME.refused.ndjson, both 0600, and the lock that keeps two
// imports of one history apart. What is saved is on disk when Save returns. One thread.
class StateFile {
 public:
  StateFile(std::string_view data_dir, std::string_view name);
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  // RETRY: the same import is under way. A state that cannot be read counts as none.
  Status Open(std::optional<ImportState>* state);
  // Appends the refused lines and then takes their length into the state.
  Status Save(const std::vector<Verdict>& refused, ImportState* state);
  // Forgets the refused lines of an earlier run.
  Status Restart();
  // The import is done: there is nothing to go on with.
  void Finish();

  const std::string& refused_path() const { return refused_path_; }

 private:
  const std::string folder_, state_path_, refused_path_;
  int lock_ = -1;
  int refused_ = -1;
};

}  // namespace griot::history_import
