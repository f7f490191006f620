#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "griot/door/id_set.hpp"
#include "griot/door/report.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/uuid.hpp"
#include "plugins/segment_api/calls.h"
#include "plugins/segment_api/message_reader.h"

namespace griot::segment_api {

// Reads one body's messages into a submission. Holds the memory that is reused from request to
// request. One thread.
class BodyReader {
 public:
  explicit BodyReader(const UuidV7::Seed& seed) : mint_(seed) {}

  // Reads the text, which must stay as it is until the request is done. An empty text: all is well;
  // else why it is no JSON.
  std::string Parse(std::string_view body);
  // Gives back what a large body took.
  void Release() {
    document_.Trim(kKeepNodes);
    ids_.Trim();
  }

  // The body's `writeKey`, or nothing. Uses `arena` only for texts with escapes.
  std::string_view Key(Submission& arena) const;

  // Adds the body's events. kOk: see `report`; kFull: the submission has no memory left; kLong: the
  // one message of a call is longer than events may be; kBad: it is not what the call wants.
  enum class Result { kOk, kFull, kLong, kBad };
  Result Read(Call call, Shared shared, Submission& arena, DoorReport* report);

 private:
  static constexpr uint32_t kKeepNodes = 1 << 15;

  json::Document document_;
  Fields fields_;
  IdSet ids_;
  UuidV7 mint_;
};

}  // namespace griot::segment_api
