#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/door/id_set.hpp"
#include "griot/door/report.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/uuid.hpp"
#include "plugins/web_sdk/event_reader.h"
#include "plugins/web_sdk/fields.h"

namespace griot::web_sdk {

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
  Result Read(Shared shared, Submission& arena, DoorReport* report);

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
