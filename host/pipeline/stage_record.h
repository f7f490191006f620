// Which stages run another version of their plugin than the plugins folder has: DIR/stages.json,
// and the files of these versions in DIR/stages/.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "griot/cpp/status.hpp"

namespace griot::host {

class Library;

// A version of a plugin, as recorded.
struct RecordedVersion {
  std::string version, sha256;
  std::string file;  // in DIR/stages; empty: the plugins folder's own
  std::string from;  // the operator's
};

struct RecordedStage {
  std::string plugin;
  RecordedVersion now;
  std::optional<RecordedVersion> before;  // what `griot swap --rollback` goes back to
  std::string swapped_at;
};

// One thread at a time.
class StageRecord {
 public:
  // Reads what is there. A file that cannot be read is set aside, and said in *trouble; without
  // that it is only passed over.
  explicit StageRecord(std::string data_dir, std::string* trouble = nullptr);

  const std::map<std::string, RecordedStage>& stages() const { return stages_; }
  std::string PathOf(const RecordedVersion& version) const;

  // Keeps a copy of the library's file for the next start, and writes the record; on disk when it
  // is OK.
  Status Put(const std::string& stage, const Library& now, const Library& before);
  // The stage runs what the plugins folder has, again.
  Status Erase(const std::string& stage);

 private:
  Status Keep(const Library& library, RecordedVersion* out) const;
  Status Write() const;
  void RemoveUnused() const;

  const std::string data_dir_;
  std::map<std::string, RecordedStage> stages_;
};

}  // namespace griot::host
