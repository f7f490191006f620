#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/uuid.hpp"
#include "plugins/web_sdk/event_reader.h"
#include "plugins/web_sdk/fields.h"

namespace griot::web_sdk {

// The ids of one request's events, to find those that stand in it twice. Its memory is reused from
// request to request. One thread.
class IdSet {
 public:
  // Forgets all, and makes room for so many.
  void Reset(size_t expected);
  // False: it was there before. At most as many as were expected.
  bool Add(const griot_uuid& id);
  // Gives back what a large batch took.
  void Trim() {
    if (slots_.size() > kKeep) slots_ = {};
  }

 private:
  static constexpr size_t kKeep = 1 << 14;

  struct Slot {
    Uuid id;
    uint64_t round = 0;  // the slot is taken when this is the current one
  };
  std::vector<Slot> slots_;
  uint64_t round_ = 0;
};

// What one body came to. Plain data; the texts are reused from request to request.
struct Report {
  size_t accepted = 0;  // with those that stood twice
  size_t refused = 0;
  std::string rejected;  // the elements of a JSON array, with commas
};

// Reads one body's events into a submission. Holds the memory that is reused from request to
// request. One thread.
class CaptureReader {
 public:
  explicit CaptureReader(const UuidV7::Seed& seed) : mint_(seed) {}

  // Reads the text, which must stay as it is until the request is done. An empty text: all is well;
  // else why it is no JSON.
  std::string Parse(std::string_view body);
  // Gives back what a large body took.
  void Release() {
    document_.Trim(kKeepNodes);
    ids_.Trim();
  }

  // The key that the body carries, or nothing. Uses `arena` only for texts with escapes.
  std::string_view Key(Submission& arena) const;

  // Adds the body's events. Empty: see `report`; else why the whole body is refused.
  enum class Result { kOk, kFull, kBad };
  Result Read(Shared shared, Submission& arena, Report* report);

  // True when the incumbent's own SDK sent it: that one resends for ever what is not answered 200.
  bool FromIncumbentSdk() const;

 private:
  static constexpr uint32_t kKeepNodes = 1 << 15;

  json::Value Batch() const;

  json::Document document_;
  Fields fields_;
  IdSet ids_;
  UuidV7 mint_;
};

}  // namespace griot::web_sdk
