// What became of a reload, for people and programs to read.
#pragma once

#include <string>
#include <vector>

namespace griot::host {

// Plain data.
struct ReloadReport {
  enum class Verb { kKept, kAdded, kChanged, kRemoved };
  struct Change {
    Verb verb;
    std::string what;  // "stage", "pipeline", "service", "memory"
    std::string name;
    std::string why;  // of a change
    // Of a transform that another takes the place of, with what it keeps (or it keeps nothing).
    bool swapped = false;
    size_t records = 0, state_bytes = 0;  // that went over, of all lanes
  };
  struct Refusal {
    std::string what;  // where it was found, or what may not change
    std::string why;
  };
  // What was done; when it is not `ok`, what would have been, and the old definition runs on.
  std::vector<Change> changes;
  std::vector<Refusal> refused;
  std::vector<std::string> warnings;
  bool faulty = false;    // the files are wrong, rather than what they would need
  double seconds = 0;     // from the reading of the files to the end
  double pause_ms = 0;    // for how long lanes stood
  std::string finishing;  // what still ends, of what was taken away; empty: nothing

  bool ok() const { return refused.empty(); }
  static ReloadReport Refuse(std::string what, std::string why);
  static const char* Name(Verb verb);
  std::string Json() const;
  // Lines for people, without what was kept unless it is all.
  std::vector<std::string> Lines() const;
};

}  // namespace griot::host
