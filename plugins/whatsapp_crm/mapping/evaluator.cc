#include "plugins/whatsapp_crm/mapping/evaluator.h"

#include "plugins/whatsapp_crm/mapping/form.h"
#include "plugins/whatsapp_crm/mapping/redact.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr uint32_t kKeepNodes = 1 << 15;
constexpr size_t kMostNumberText = 64 << 10;  // what exponents may add once stored
// Steps of some nanoseconds. A thousand messages among a thousand contacts need twelve million at
// most; a body of 4 MiB that is made for it would need a hundred thousand million.
constexpr uint64_t kMostSteps = 16 << 20;
constexpr uint64_t kStepsAByte = 16;

}  // namespace

void Evaluator::Map(std::string_view body, const Headers* headers, Micros received_at, Sink& sink) {
  sink_ = &sink;
  received_at_ = received_at;
  values_.Begin(headers);
  most_ = kMostSteps + kStepsAByte * body.size();
  if (Read(body)) {
    values_.Enter(0, document_.root(), {});
    MapElement(program_.root, document_.root());
  }
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
  if (trace_ != nullptr) trace_->Element(element);
  if (IsSpent()) {
    return sink_->Dead(element.raw(), "too_much_work", "what stands before it took all the time");
  }
  if (SetAside(group, element)) return;
  if (!element.is_object()) {
    return sink_->Dead(element.raw(), "no_object", "an element that is no JSON object");
  }
  // Of the body, and of what has lists within it, only the parts that become events are asked.
  if (group.level > 0 && group.leaf && !Storable(element)) return;
  if (!Take(group, element)) sink_->Unknown("");
}

bool Evaluator::Take(const Group& group, json::Value element) {
  for (const Named& ignore : group.ignore) {
    if (!Holds(Trace::Asked::kIgnore, ignore.as, ignore.when)) continue;
    sink_->Unknown(ignore.as);
    return true;
  }
  bool taken = false;
  for (const Rule& rule : group.rules) {
    if (!Holds(Trace::Asked::kRule, rule.name, rule.when)) continue;
    taken = true;
    if (!Storable(element)) return true;
    MapRule(rule, element);
  }
  for (const Group& inner : group.cases) {
    values_.Return(group.level);
    if (Holds(Trace::Asked::kCase, "", inner.when))
      taken |= SetAside(inner, element) || Take(inner, element);
  }
  for (const Group& inner : group.groups) {
    for (const Each& each : inner.each) taken |= MapList(inner, each, 0, element);
  }
  if (taken || group.kind == kNothing) return taken;
  sink_->Unknown(values_.Text(group.kind));
  return true;
}

bool Evaluator::SetAside(const Group& group, json::Value element) {
  for (const Named& dead : group.dead) {
    if (!Holds(Trace::Asked::kDead, dead.as, dead.when)) continue;
    sink_->Dead(element.raw(), dead.as, "what the mapping sets aside as " + dead.as);
    return true;
  }
  return false;
}

bool Evaluator::Holds(Trace::Asked what, std::string_view name, const Condition& when) {
  const bool holds = values_.Holds(when);
  if (trace_ != nullptr) trace_->Condition(what, name, when, holds, values_);
  return holds;
}

bool Evaluator::MapList(const Group& group, const Each& each, size_t depth, json::Value from) {
  json::Value list = from;
  for (const Step& step : each[depth]) list = list.Find(step.name);
  const std::string& name = each[depth].back().name;
  const bool last = depth + 1 == each.size();
  const auto level = group.level - static_cast<uint32_t>(each.size() - depth - 1);
  const auto map = [&](json::Value element) {
    values_.Enter(level, element, name);
    if (!last) return MapList(group, each, depth + 1, element);
    MapElement(group, element);
    return true;
  };
  if (!list.exists() || list.is_null()) return false;
  if (list.is_object()) return map(list);  // one, where there could be several
  if (!list.is_array()) {
    sink_->Dead(from.raw(), "no_list", name + " is no list");
    return true;
  }
  bool any = false;
  for (const json::Value element : list.elements()) any |= map(element);
  return any;
}

bool Evaluator::Storable(json::Value element) {
  std::string_view why;
  std::string where;
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

}  // namespace griot::whatsapp_crm::mapping
