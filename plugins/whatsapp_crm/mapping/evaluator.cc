#include "plugins/whatsapp_crm/mapping/evaluator.h"

#include "griot/event_time.hpp"
#include "plugins/whatsapp_crm/mapping/form.h"
#include "plugins/whatsapp_crm/mapping/redact.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr uint32_t kKeepNodes = 1 << 15;
constexpr size_t kMostId = 512;
constexpr size_t kMostText = 4096;            // characters of a message
constexpr size_t kMostValue = 32 << 10;       // bytes of a list or object
constexpr size_t kMostNumberText = 64 << 10;  // what exponents may add once stored

}  // namespace

void Evaluator::Map(std::string_view body, const Headers* headers, Micros received_at, Sink& sink) {
  sink_ = &sink;
  received_at_ = received_at;
  values_.Begin(headers);
  if (Read(body)) MapElement(program_.root, document_.root());
  values_.End();
  document_.Trim(kKeepNodes);
}

bool Evaluator::Read(std::string_view body) {
  if (program_.form) {
    FormToJson(body, &form_, &spare_);
    body = form_;
  }
  if (const json::Status status = document_.Parse(body); !status.ok()) {
    // What cannot be read cannot be redacted either.
    const bool secret = !program_.redact.empty();
    sink_->Dead(secret ? std::string_view() : body, "no_json", status.message());
    return false;
  }
  if (Redact(document_.root(), body, program_.redact, &redacted_)) document_.Parse(redacted_);
  if (document_.root().is_object()) return true;
  sink_->Dead(document_.root().raw(), "no_webhook", "the body is no JSON object");
  return false;
}

void Evaluator::MapElement(const Group& group, json::Value element) {
  values_.Enter(group.level, element);
  for (const Ignore& ignore : group.ignore) {
    if (values_.Holds(ignore.when)) return sink_->Unknown(ignore.as);
  }
  bool taken = false;
  for (const Rule& rule : group.rules) {
    if (!values_.Holds(rule.when)) continue;
    taken = true;
    if (!Storable(element)) break;
    MapRule(rule, element);
  }
  for (const Group& inner : group.groups) taken |= MapList(inner, 0, element);
  if (!taken) sink_->Unknown(values_.Text(group.kind));
}

bool Evaluator::MapList(const Group& group, size_t depth, json::Value from) {
  json::Value list = from;
  for (const Step& step : group.each[depth]) list = list.Find(step.name);
  const bool last = depth + 1 == group.each.size();
  const auto level = group.level - static_cast<uint32_t>(group.each.size() - depth - 1);
  const auto map = [&](json::Value element) {
    values_.Enter(level, element);
    if (!last) return MapList(group, depth + 1, element);
    MapElement(group, element);
    return true;
  };
  if (!list.exists() || list.is_null()) return false;
  if (list.is_object()) return map(list);  // one, where there could be several
  if (!list.is_array()) {
    sink_->Dead(from.raw(), "no_list", group.each[depth].back().name + " is no list");
    return true;
  }
  bool any = false;
  for (const json::Value element : list.elements()) any |= map(element);
  return any;
}

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
  WriteProperties(rule, user);
  WriteContext(rule, time.believed ? Val() : said);
  event.channel = program_.channel;
  event.name = rule.name;
  event.number_id = values_.Text(rule.number);
  event.key_space = program_.key_space;
  event.key = key_;
  event.occurred_at = time.occurred_at;
  event.properties = properties_;
  event.context = context_;
  event.raw = element.raw();
  sink_->Event(event);
}

bool Evaluator::Storable(json::Value element) {
  std::string_view why;
  std::string where;
  if (!element.is_object()) {
    sink_->Dead(element.raw(), "no_object", "an element that is no JSON object");
    return false;
  }
  if (element.FirstBad(&where, &why)) {
    sink_->Dead(element.raw(), "not_storable", where.append(": ").append(why));
    return false;
  }
  if (element.JsonbTextBound() > 2 * element.raw().size() + kMostNumberText) {
    sink_->Dead(element.raw(), "not_storable", "its numbers are too long once stored");
    return false;
  }
  return true;
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
  ObjectWriter out(properties_);
  for (const Field& field : rule.properties) WriteField(field.name, values_.Get(field.value), out);
  out.Text("waId", user.wa_id);
  if (!user.phone_valid) out.Bool("phoneValid", false);
  out.Text("bsuid", user.bsuid);
  out.End();
}

void Evaluator::WriteContext(const Rule& rule, const Val& doubted) {
  context_.clear();
  ObjectWriter out(context_);
  out.Text("provider", program_.name);
  for (const Field& field : rule.context) WriteField(field.name, values_.Get(field.value), out);
  WriteField("clientTimestamp", doubted, out);
  out.End();
}

void Evaluator::WriteField(std::string_view name, const Val& val, ObjectWriter& out) {
  if (val.kind == Val::Kind::kNumber || val.kind == Val::Kind::kBool)
    return out.Raw(name, val.text);
  if (val.kind == Val::Kind::kJson && !val.json.is_string()) {
    if (val.json.raw().size() <= kMostValue) out.Raw(name, val.json.raw());
    return;
  }
  out.Text(name, values_.TextOf(val), name == "text" ? kMostText : ObjectWriter::kMostChars);
}

}  // namespace griot::whatsapp_crm::mapping
