#include "event_rows.h"

#include "griot/cpp/status.hpp"

namespace griot::postgres {
namespace {

constexpr std::string_view kCopyHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr uint16_t kCopyEnd = 0xFFFF;

bool IsDevice(const griot_event& e) { return (e.flags & GRIOT_EVENT_DEVICE) != 0; }

std::string_view ObjectText(griot_str json) { return json.size == 0 ? "{}" : View(json); }

}  // namespace

const char* const EventRows::kCopyIdsSql =
    "copy event_ids (project, id, occurred_at) from stdin (format binary)";
const char* const EventRows::kCopySql =
    "copy events (id, project, source, channel, name, user_id, anonymous_id, device, session_id, "
    "occurred_at, received_at, properties, context) from stdin (format binary)";

Params EventRows::Guard(const BatchPlan& plan) {
  projects_.Clear();
  ids_.Clear();
  times_.Clear();
  for (const uint32_t i : plan.firsts()) {
    const griot_event& e = plan.event(i);
    projects_.Bytes(View(e.project));
    ids_.Uuid(e.id);
    times_.Time(e.occurred_at);
  }
  return Params().Add(projects_).Add(ids_).Add(times_);
}

void EventRows::PutText(std::string_view text) {
  PutBig32(copy_, static_cast<uint32_t>(text.size()));
  copy_.append(text);
}

void EventRows::PutTextOrNull(std::string_view text) {
  text.empty() ? PutBig32(copy_, 0xFFFFFFFFu) : PutText(text);
}

void EventRows::PutJson(std::string_view text) {
  PutBig32(copy_, static_cast<uint32_t>(text.size() + 1));
  copy_.push_back('\1');  // jsonb's version
  copy_.append(text);
}

void EventRows::PutTime(griot_time t) {
  PutBig32(copy_, 8);
  PutBig64(copy_, static_cast<uint64_t>(PostgresTime(t)));
}

void EventRows::PutRow(const griot_event& e) {
  PutBig16(copy_, 13);
  PutText({reinterpret_cast<const char*>(e.id.bytes), sizeof e.id.bytes});
  PutText(View(e.project));
  PutText(View(e.source));
  PutText(View(e.channel));
  PutText(View(e.name));
  PutTextOrNull(View(e.user_id));
  PutTextOrNull(View(e.anonymous_id));
  PutBig32(copy_, 1);
  copy_.push_back(IsDevice(e) ? '\1' : '\0');
  const bool session = !IsNone(e.session_id);
  PutTextOrNull({reinterpret_cast<const char*>(e.session_id.bytes), session ? 16u : 0u});
  PutTime(e.occurred_at);
  PutTime(e.received_at);
  PutJson(ObjectText(e.properties));
  PutJson(ObjectText(e.context));
}

std::string_view EventRows::CopyIds(const BatchPlan& plan) {
  copy_ = kCopyHeader;
  for (const uint32_t i : plan.firsts()) {
    const griot_event& e = plan.event(i);
    PutBig16(copy_, 3);
    PutText(View(e.project));
    PutText({reinterpret_cast<const char*>(e.id.bytes), sizeof e.id.bytes});
    PutTime(e.occurred_at);
  }
  PutBig16(copy_, kCopyEnd);
  return copy_;
}

std::string_view EventRows::Copy(const BatchPlan& plan) {
  copy_.clear();
  for (uint32_t i = 0; i < plan.batch().count; ++i) {
    if (plan.fresh[i] == 0) continue;
    if (copy_.empty()) copy_.append(kCopyHeader);
    PutRow(plan.event(i));
  }
  if (!copy_.empty()) PutBig16(copy_, kCopyEnd);
  return copy_;
}

Params EventRows::Each(const BatchPlan& plan) {
  ids_.Clear();
  devices_.Clear();
  session_ids_.Clear();
  occurred_.Clear();
  received_.Clear();
  for (ArrayParam& array : bytes_) array.Clear();
  for (const uint32_t i : plan.offered()) {
    const griot_event& e = plan.event(i);
    ids_.Uuid(e.id);
    devices_.Bool(IsDevice(e));
    IsNone(e.session_id) ? session_ids_.Null() : session_ids_.Uuid(e.session_id);
    occurred_.Int8(e.occurred_at);
    received_.Int8(e.received_at);
    bytes_[0].Bytes(View(e.project));
    bytes_[1].Bytes(View(e.source));
    bytes_[2].Bytes(View(e.channel));
    bytes_[3].Bytes(View(e.name));
    bytes_[4].TextOrNull(View(e.user_id));
    bytes_[5].TextOrNull(View(e.anonymous_id));
    bytes_[6].Bytes(ObjectText(e.properties));
    bytes_[7].Bytes(ObjectText(e.context));
  }
  Params params;
  params.Add(ids_);
  for (size_t i = 0; i < 6; ++i) params.Add(bytes_[i]);
  return params.Add(devices_)
      .Add(session_ids_)
      .Add(occurred_)
      .Add(received_)
      .Add(bytes_[6])
      .Add(bytes_[7]);
}

}  // namespace griot::postgres
