#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace griot::history_import {

// One event of a history on its way to the door.
struct Row {
  std::string line;                 // a JSON object as docs/import.md has it, without a line end
  uint64_t key = 0;                 // hash of who acts: lines of one key travel in order
  const char* table = "";           // what it came from, to count by
  std::vector<const char*> mended;  // what was put right in it, as literals to count by
  const char* also = nullptr;       // a second thing that travels in it, to count by, or null
  const char* refused = nullptr;    // why it cannot be sent at all, or null
  const char* left_out = nullptr;   // why it is nothing to import, or null

  void Clear() {
    line.clear();
    mended.clear();
    key = 0;
    also = refused = left_out = nullptr;
  }
};

// Why no more rows can be read.
struct SourceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Where a history comes from, in an order that stays the same from run to run. One thread.
class RowSource {
 public:
  virtual ~RowSource() = default;

  // For people: "shop.ndjson". Holds no secret.
  virtual std::string Name() const = 0;
  // The next row; false at the end. Throws SourceError.
  virtual bool Next(Row* row) = 0;
  // Where to go on behind the rows that were given so far: a JSON object.
  virtual std::string Cursor() const = 0;
  // Goes on behind what Cursor gave in another run. Called before the first Next. False: it has
  // changed since, so it begins anew. Throws SourceError.
  virtual bool Resume(std::string_view cursor) = 0;
  // How much there is and how much of it was given, in one unit; 0: unknown.
  virtual double Total() = 0;
  virtual double Done() const = 0;
};

}  // namespace griot::history_import
