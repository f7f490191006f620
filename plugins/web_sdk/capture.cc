#include "plugins/web_sdk/capture.h"

#include "griot/door/client_values.hpp"

namespace griot::web_sdk {
namespace {

bool IsIncumbents(json::Value event) {
  return event.Find("context").Find("library").Find("name").StringIs("@analytics/sdk");
}

}  // namespace

std::string CaptureReader::Parse(std::string_view body) {
  const json::Status status = document_.Parse(body);
  return status.ok() ? std::string() : status.message();
}

std::string_view CaptureReader::Key(Submission& arena) const {
  for (const std::string_view name : {"write_key", "writeKey"}) {
    const auto key = document_.root().Find(name).string(arena);
    if (key && !key->empty()) return *key;
  }
  return {};
}

json::Value CaptureReader::Batch() const {
  const json::Value root = document_.root();
  return root.is_array() ? root : root.Find("batch");
}

bool CaptureReader::FromIncumbentSdk() const {
  const json::Value batch = Batch();
  if (!batch.exists()) return IsIncumbents(document_.root());
  for (const json::Value event : batch.elements()) {
    if (IsIncumbents(event)) return true;
  }
  return false;
}

CaptureReader::Result CaptureReader::Read(Shared shared, Submission& arena, DoorReport* report) {
  const json::Value root = document_.root();
  const json::Value batch = Batch();
  if (!root.is_object() && !root.is_array()) return Result::kBad;
  if (batch.exists() && !batch.is_array()) return Result::kBad;
  fields_.Read(root);
  Field which{};
  shared.sent_at = ClientTime(fields_.First(Field::kSentAt, Field::kSentAtCamel, &which));

  EventReader reader(shared, fields_, mint_, arena);
  Refusal why;
  griot_event event;
  const auto take = [&](json::Value element, size_t index, bool alone) {
    why.field.clear();
    switch (reader.Read(element, &event, &why)) {
      case EventReader::Result::kFull:
        return false;
      case EventReader::Result::kRefused:
        report->Refuse(index, why);
        return true;
      case EventReader::Result::kEvent:
        break;
    }
    const bool again = !alone && !ids_.Add(event.id);
    report->Accept(again);
    return again || arena.Add(event);
  };
  if (!batch.exists()) return take(root, 0, true) ? Result::kOk : Result::kFull;
  const size_t count = batch.size();
  if (count > 1) ids_.Reset(count);
  size_t index = 0;
  for (const json::Value element : batch.elements()) {
    if (!take(element, index++, count == 1)) return Result::kFull;
  }
  return Result::kOk;
}

}  // namespace griot::web_sdk
