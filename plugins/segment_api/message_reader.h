#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "griot/door/added_members.hpp"
#include "griot/door/report.hpp"
#include "griot/door/write_key.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "plugins/segment_api/calls.h"
#include "plugins/segment_api/fields.h"

namespace griot::segment_api {

// What the events of one request have in common. The views must live as long as the submission,
// but for the two JSON texts, which are copied.
struct Shared {
  std::string_view project;
  const WriteKey* key = nullptr;
  std::string_view channel;                                 // of events that name none
  std::array<std::string_view, kCalls.size()> event_names;  // as in kCalls
  bool channel_from_context = false;
  Micros received_at = 0;
  std::optional<Micros> sent_at;
  std::string_view ip_json;          // empty: not to be kept
  std::string_view user_agent_json;  // empty: not a browser's
  size_t max_event = 0;
};

// Makes events of Segment's messages. Points into the document's text, which must lie in the
// submission's arena; what is changed is written there anew. One thread; a reader lives for one
// request.
class MessageReader {
 public:
  enum class Result { kEvent, kRefused, kFull };

  // All four must outlive the reader.
  MessageReader(const Shared& shared, Fields& fields, UuidV7& mint, Submission& arena)
      : shared_(shared), fields_(fields), mint_(mint), arena_(arena) {}

  // kBatch as the call: the message's own `type` says which. kFull: the submission has no memory
  // left, so nothing of the request can be taken.
  Result Read(Call call, json::Value message, griot_event* out, Refusal* why);

 private:
  Result Fill(Call call, json::Value message, griot_event* out);
  bool ReadCall(Call call);
  bool ReadName(griot_event* out);
  bool ReadChannel(griot_event* out);
  bool ReadPeople(griot_event* out);
  bool ReadTime(griot_event* out, AddedMembers* context);
  bool ReadId(griot_event* out);
  bool ReadProperties(griot_event* out);
  bool ReadContext(griot_event* out, AddedMembers* more);
  // An id that this call cannot do without, for the properties.
  bool AddId(Field field, AddedMembers* more);
  void AddPage(json::Value properties, AddedMembers* more) const;

  // A text, or a number as one; empty when there is none. False: refused.
  bool ReadText(Field field, std::string_view* out);
  bool ReadText(json::Value value, std::string_view name, size_t most, std::string_view* out);
  bool Merge(json::Value object, const AddedMembers& more, griot_str* out);
  bool Refuse(std::string_view field, std::string_view error);

  const Shared& shared_;
  Fields& fields_;
  UuidV7& mint_;
  Submission& arena_;
  Call call_ = Call::kTrack;
  Refusal* why_ = nullptr;
  bool full_ = false;
};

}  // namespace griot::segment_api
