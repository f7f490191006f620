#include "dead_letters.h"

#include <string>

#include "clean_text.h"
#include "event_rows.h"
#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"

namespace griot::postgres {
namespace {

constexpr size_t kMostShort = 256;
constexpr size_t kMostDetail = 4096;

std::string UuidText(const griot_uuid& id) {
  Uuid uuid;
  std::memcpy(uuid.b, id.bytes, sizeof uuid.b);
  return UuidString(uuid);
}

// A JSON string may hold anything but bytes that are no UTF-8, which the writer replaces.
std::string Envelope(const griot_event& e) {
  std::string out;
  json::Writer<std::string> w(out);
  std::string properties, context;
  AppendJsonOrString(properties, View(e.properties));
  AppendJsonOrString(context, View(e.context));
  w.BeginObject().Key("id").String(UuidText(e.id));
  w.Key("project").String(View(e.project)).Key("source").String(View(e.source));
  w.Key("channel").String(View(e.channel)).Key("name").String(View(e.name));
  if (e.user_id.size != 0) w.Key("user_id").String(View(e.user_id));
  if (e.anonymous_id.size != 0) w.Key("anonymous_id").String(View(e.anonymous_id));
  w.Key("occurred_at").String(IsoString(e.occurred_at));
  w.Key("received_at").String(IsoString(e.received_at));
  w.Key("flags").Uint(e.flags & GRIOT_EVENT_DEVICE);
  w.Key("properties").Raw(properties).Key("context").Raw(context).EndObject();
  return out;
}

std::string FactText(const griot_fact& fact) {
  std::string out;
  json::Writer<std::string> w(out);
  std::string body;
  AppendJsonOrString(body, View(fact.body));
  w.BeginObject().Key("kind").String(View(fact.kind)).Key("project").String(View(fact.project));
  w.Key("key").String(View(fact.key)).Key("cause").String(UuidText(fact.cause));
  w.Key("body").Raw(body).EndObject();
  return out;
}

}  // namespace

const char* const DeadLetters::kSql =
    "insert into dead_letters (project, source, stage, kind, event_id, name, reason, detail, "
    "occurred_at, received_at, event, raw) select * from unnest($1::text[], $2::text[], "
    "$3::text[], "
    "$4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], "
    "$10::timestamptz[], $11::text[], $12::bytea[]) "
    "on conflict (event_id, project) where kind = 'raw' do nothing returning event_id, project";

bool DeadLetters::IsRaw(const griot_event& e, std::string_view raw) {
  return !raw.empty() || e.name.size == 0;
}

std::string DeadLetters::ProjectOf(const griot_event& e) {
  return CleanText(View(e.project), kMostShort);
}

void DeadLetters::Clear() {
  for (ArrayParam* a : {&projects_, &sources_, &stages_, &kinds_, &ids_, &names_, &reasons_,
                        &details_, &occurred_, &received_, &events_, &raws_}) {
    a->Clear();
  }
}

void DeadLetters::AddCommon(std::string_view project, std::string_view source,
                            std::string_view stage, std::string_view kind, const griot_uuid& id,
                            std::string_view name, std::string_view reason,
                            std::string_view detail) {
  projects_.Bytes(CleanText(project, kMostShort));
  sources_.Bytes(CleanText(source, kMostShort));
  stages_.Bytes(CleanText(stage, kMostShort));
  kinds_.Bytes(kind);
  IsNone(id) ? ids_.Null() : ids_.Uuid(id);
  names_.TextOrNull(CleanText(name, kMostShort));
  reasons_.Bytes(CleanText(reason, kMostShort));
  details_.Bytes(CleanText(detail, kMostDetail));
}

void DeadLetters::Time(ArrayParam& times, griot_time t) {
  t == 0 || t<kMinTime || t> kMaxTime ? times.Null() : times.Time(t);
}

void DeadLetters::AddEvent(const griot_event& e, std::string_view stage, std::string_view reason,
                           std::string_view detail, std::string_view raw) {
  AddCommon(View(e.project), View(e.source), stage, IsRaw(e, raw) ? "raw" : "event", e.id,
            View(e.name), reason, detail);
  Time(occurred_, e.occurred_at);
  Time(received_, e.received_at);
  const bool whole = e.name.size != 0;
  whole ? events_.Bytes(Envelope(e)) : events_.Null();
  raw.empty() ? raws_.Null() : raws_.Bytes(raw);
}

void DeadLetters::AddFact(const griot_fact& fact, std::string_view stage, std::string_view reason,
                          std::string_view detail) {
  AddCommon(View(fact.project), {}, stage, "fact", fact.cause, View(fact.kind), reason, detail);
  occurred_.Null();
  received_.Null();
  events_.Bytes(FactText(fact));
  raws_.Null();
}

Params DeadLetters::Rows() {
  Params params;
  for (ArrayParam* a : {&projects_, &sources_, &stages_, &kinds_, &ids_, &names_, &reasons_,
                        &details_, &occurred_, &received_, &events_, &raws_}) {
    params.Add(*a);
  }
  return params;
}

}  // namespace griot::postgres
