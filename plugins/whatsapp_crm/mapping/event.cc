// What one rule makes of one element.
#include <algorithm>

#include "griot/event_time.hpp"
#include "plugins/whatsapp_crm/mapping/evaluator.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostId = 512;
constexpr size_t kMostText = 4096;       // characters of a message
constexpr size_t kMostValue = 32 << 10;  // bytes of a list or object

}  // namespace

void Evaluator::MapRule(const Rule& rule, json::Value element) {
  if (!WriteKey(rule)) {
    return sink_->Dead(element.raw(), "no_id", rule.name + ": a part of its key is missing");
  }
  User user;
  Mapped event;
  event.user_id = values_.UserId(rule.user, &user);
  if (event.user_id.empty() && rule.user != kNothing && !rule.user_optional) {
    return sink_->Dead(element.raw(), "no_user", rule.name + ": nobody that it is of or to");
  }
  Val said;
  const EventTime time = OccurredAt(values_.Time(rule.time, &said), std::nullopt, received_at_);
  values_.Occurred(time.occurred_at);
  WriteProperties(rule, user);
  WriteContext(rule, time.believed ? Val() : said);
  event.channel = program_.channel;
  event.name = rule.name;
  event.number_id = values_.Text(rule.number);
  event.key_space = rule.key_space;
  event.key = key_;
  event.occurred_at = time.occurred_at;
  event.properties = properties_;
  event.context = context_;
  event.raw = element.raw();
  values_.Spend(properties_.size() + context_.size());
  sink_->Event(event);
  for (const Named& count : rule.count) {
    if (values_.Holds(count.when)) sink_->Unknown(count.as);
  }
  for (const Remember& remember : rule.remember) values_.Keep(remember);
}

// Its parts, with a colon between. A constant of no text is a part that may be absent.
bool Evaluator::WriteKey(const Rule& rule) {
  key_.clear();
  for (const NodeId part : rule.key) {
    const Val val = values_.Get(part);
    const std::string_view text = values_.TextOf(val);
    if (text.empty() && val.kind == Val::Kind::kText) continue;
    if (text.empty() || text.size() > kMostId) return false;
    if (!key_.empty()) key_ += ':';
    key_ += text;
  }
  return !key_.empty();
}

void Evaluator::WriteProperties(const Rule& rule, const User& user) {
  properties_.clear();
  written_.clear();
  ObjectWriter out(properties_);
  WriteFields(rule.properties, out);
  out.Text("waId", user.wa_id);
  if (!user.phone_valid) out.Bool("phoneValid", false);
  if (!rule.tells_bsuid) out.Text("bsuid", user.bsuid);
  out.End();
}

void Evaluator::WriteContext(const Rule& rule, const Val& doubted) {
  context_.clear();
  ObjectWriter out(context_);
  out.Text("provider", program_.name);
  WriteFields(rule.context, out);
  WriteField("clientTimestamp", doubted, out);
  out.End();
}

void Evaluator::WriteFields(const std::vector<Field>& fields, ObjectWriter& out) {
  for (const Field& field : fields) {
    if (field.value != kNothing) {
      const Val val = values_.Get(field.value);
      if (!val.none() && !IsWritten(field)) WriteField(field.name, val, out);
      continue;
    }
    if (!values_.Holds(field.when) || IsWritten(field)) continue;
    if (!field.name.empty()) out.Begin(field.name);
    WriteFields(field.fields, out);
    if (!field.name.empty()) out.End();
  }
}

// Of a name that stands in several places the first value counts: JSON with a name twice is read in
// as many ways as there are readers.
bool Evaluator::IsWritten(const Field& field) {
  if (!field.repeated) return false;
  if (std::ranges::find(written_, field.name) != written_.end()) return true;
  written_.push_back(field.name);
  return false;
}

void Evaluator::WriteField(std::string_view name, const Val& val, ObjectWriter& out) {
  if (val.kind == Val::Kind::kNumber || val.kind == Val::Kind::kBool)
    return out.Raw(name, val.text);
  if (val.kind == Val::Kind::kJson && !val.json.is_string()) {
    const bool fits = val.json.raw().size() <= kMostValue && val.json.jsonb_ok() &&
                      val.json.JsonbTextBound() <= 4 * kMostValue;
    if (fits) out.Raw(name, val.json.raw());
    return;
  }
  out.Text(name, values_.TextOf(val), name == "text" ? kMostText : ObjectWriter::kMostChars);
}

}  // namespace griot::whatsapp_crm::mapping
