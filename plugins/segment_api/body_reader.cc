#include "plugins/segment_api/body_reader.h"

#include "griot/door/client_values.hpp"

namespace griot::segment_api {

std::string BodyReader::Parse(std::string_view body) {
  const json::Status status = document_.Parse(body);
  return status.ok() ? std::string() : status.message();
}

std::string_view BodyReader::Key(Submission& arena) const {
  return document_.root().Find("writeKey").string(arena).value_or("");
}

BodyReader::Result BodyReader::Read(Call call, Shared shared, Submission& arena,
                                    DoorReport* report) {
  const json::Value root = document_.root();
  const json::Value batch = root.Find("batch");
  if (!root.is_object() || (call == Call::kBatch && !batch.is_array())) return Result::kBad;
  if (call != Call::kBatch && root.raw().size() > shared.max_event) return Result::kLong;
  shared.sent_at = ClientTime(root.Find("sentAt"));

  MessageReader reader(shared, fields_, mint_, arena);
  Refusal why;
  griot_event event;
  const auto take = [&](json::Value message, size_t index, bool alone) {
    why.field.clear();
    switch (reader.Read(call, message, &event, &why)) {
      case MessageReader::Result::kFull:
        return false;
      case MessageReader::Result::kRefused:
        report->Refuse(index, why);
        return true;
      case MessageReader::Result::kEvent:
        break;
    }
    const bool again = !alone && !ids_.Add(event.id);
    report->Accept(again);
    return again || arena.Add(event);
  };
  if (call != Call::kBatch) return take(root, 0, true) ? Result::kOk : Result::kFull;
  const size_t count = batch.size();
  if (count > 1) ids_.Reset(count);
  size_t index = 0;
  for (const json::Value message : batch.elements()) {
    if (!take(message, index++, count == 1)) return Result::kFull;
  }
  return Result::kOk;
}

}  // namespace griot::segment_api
