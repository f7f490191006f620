#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/history_import/client/row.h"
#include "plugins/history_import/client/tally.h"

namespace griot::history_import {

// What became of a row that was sent.
struct Verdict {
  uint64_t segment = 0;
  std::string refused;  // why; empty: it was taken
  std::string line;     // of a refused one
  bool mended_time = false;
  bool mended_before = false;  // it counts as a mended row already
};

// How far an import is. Rows are read in one order and answered in another, so they are counted by
// segments: runs of rows in the order of reading. What is told of is the longest beginning of the
// history of which every row is settled; an import that dies goes on behind that, and counts no row
// twice. Begin, Close and Collect: one thread; Settle: any.
class Journal {
 public:
  static constexpr uint64_t kSegmentRows = 2000;

  // Counts a row that was read, and says where it belongs. It is open until Settle, unless the row
  // itself says why it is not to be sent.
  uint64_t Begin(const Row& row);
  // Whether the segment has its rows: then Close it with the cursor behind them.
  bool full() const { return read_ >= kSegmentRows; }
  void Close(std::string cursor);

  void Settle(const std::vector<Verdict>& verdicts);

  // What was settled since the last call, in order.
  struct Settled {
    Tally tally;
    std::string cursor;            // behind it; empty: nothing was settled
    std::vector<Verdict> refused;  // with their lines
  };
  Settled Collect();
  uint64_t open_rows() const;

 private:
  struct Segment {
    Tally tally;
    uint64_t open = 0;
    bool closed = false;
    std::string cursor;
    std::vector<Verdict> refused;
  };

  Segment& At(uint64_t number) { return segments_[number - first_]; }

  mutable std::mutex mutex_;
  std::deque<Segment> segments_{1};
  uint64_t first_ = 0;  // the number of segments_.front()
  uint64_t open_ = 0;
  uint64_t read_ = 0;  // rows of the last segment; the reading thread's
};

}  // namespace griot::history_import
