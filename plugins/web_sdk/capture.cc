#include "plugins/web_sdk/capture.h"

#include <bit>

namespace griot::web_sdk {
namespace {

// A body of a megabyte can hold 300,000 bad events; nobody reads more than this of them.
constexpr size_t kMostListed = 1000;

void AddRejection(size_t index, const Refusal& why, Report* report) {
  if (++report->refused > kMostListed) return;
  if (!report->rejected.empty()) report->rejected += ',';
  json::Writer<std::string>(report->rejected)
      .BeginObject()
      .Key("index")
      .Uint(index)
      .Key("field")
      .String(why.field)
      .Key("error")
      .String(why.error)
      .EndObject();
}

bool IsIncumbents(json::Value event) {
  return event.Find("context").Find("library").Find("name").StringIs("@analytics/sdk");
}

}  // namespace

void IdSet::Reset(size_t expected) {
  const size_t size = std::bit_ceil(expected * 2 + 2);
  if (slots_.size() < size) slots_.assign(size, Slot{});
  ++round_;
}

bool IdSet::Add(const griot_uuid& raw) {
  Uuid id;
  std::memcpy(id.b, raw.bytes, sizeof id.b);
  const size_t mask = slots_.size() - 1;
  for (size_t at = std::hash<Uuid>()(id) & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.round == round_ && slot.id == id) return false;
    if (slot.round == round_) continue;
    slot = {id, round_};
    return true;
  }
}

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

CaptureReader::Result CaptureReader::Read(Shared shared, Submission& arena, Report* report) {
  const json::Value root = document_.root();
  const json::Value batch = Batch();
  if (!root.is_object() && !root.is_array()) return Result::kBad;
  if (batch.exists() && !batch.is_array()) return Result::kBad;
  fields_.Read(root);
  Field which{};
  const json::Value sent = fields_.First(Field::kSentAt, Field::kSentAtCamel, &which);
  if (const auto number = sent.number_text()) shared.sent_at = ParseEpoch(*number);
  if (const auto text = sent.string_raw_nonescaped()) shared.sent_at = ParseTime(*text);

  EventReader reader(shared, fields_, mint_, arena);
  Refusal why;
  griot_event event;
  const auto take = [&](json::Value element, size_t index, bool alone) {
    why.field.clear();
    switch (reader.Read(element, &event, &why)) {
      case EventReader::Result::kFull:
        return false;
      case EventReader::Result::kRefused:
        AddRejection(index, why, report);
        return true;
      case EventReader::Result::kEvent:
        break;
    }
    ++report->accepted;
    return (!alone && !ids_.Add(event.id)) || arena.Add(event);
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
