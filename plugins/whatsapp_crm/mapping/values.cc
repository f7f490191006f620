#include "plugins/whatsapp_crm/mapping/values.h"

#include <algorithm>

namespace griot::whatsapp_crm::mapping {
namespace {

json::Value Follow(json::Value value, const Step& step) {
  switch (step.kind) {
    case Step::Kind::kMember:
      return value.Find(step.name);
    case Step::Kind::kIndex:
      return value.At(step.index);
    case Step::Kind::kHas:
      for (const json::Value element : value.elements()) {
        if (element.Find(step.name)) return element;
      }
      return {};
    case Step::Kind::kEquals:
      for (const json::Value element : value.elements()) {
        const json::Value said = element.Find(step.name);
        const bool plain = said.is_number() || said.is_bool();
        if (said.StringIs(step.text) || (plain && said.raw() == step.text)) return element;
      }
      return {};
  }
  return {};
}

Val Of(const Constant& constant) {
  constexpr Val::Kind kKinds[] = {Val::Kind::kText, Val::Kind::kNumber, Val::Kind::kBool};
  return {kKinds[static_cast<size_t>(constant.kind)], {}, constant.text, 0};
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

Val Values::Get(NodeId id) {
  if (id == kNothing) return {};
  const Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::kPath:
      return Path(node);
    case Op::kConst:
      return Of(program_.constants[node.a]);
    case Op::kHeader: {
      const auto text = headers_ ? headers_->Find(program_.constants[node.a].text) : std::nullopt;
      if (!text || text->empty() || !IsPrintable(*text)) return {};
      return {Val::Kind::kText, {}, *text, 0};
    }
    case Op::kCall:
      return Call(node);
    case Op::kFirst:
      for (uint32_t i = 0; i < node.b; ++i) {
        const Val val = Get(program_.links[node.a + i]);
        if (!val.none()) return val;
      }
      return {};
    case Op::kTable:
      return Table(node);
    case Op::kWhen:
      return Holds(program_.conditions[node.a]) ? Get(node.b) : Val();
  }
  return {};
}

Val Values::Path(const Node& node) {
  json::Value value = levels_[node.level];
  for (uint32_t i = 0; i < node.b && value.exists(); ++i) {
    value = Follow(value, program_.steps[node.a + i]);
  }
  if (!value.exists() || value.is_null() || !value.jsonb_ok() || value.StringIs("")) return {};
  return {Val::Kind::kJson, value, {}, 0};
}

Val Values::Table(const Node& node) {
  const Val val = Get(node.a);
  if (val.none()) return {};
  const std::string_view text = TextOf(val);
  const auto& rows = program_.tables[node.b].rows;
  const auto row = std::ranges::lower_bound(
      rows, text, {}, [](const auto& each) { return std::string_view(each.first); });
  if (row != rows.end() && row->first == text) return Of(row->second);
  return Get(node.c);
}

std::string_view Values::TextOf(const Val& val) {
  switch (val.kind) {
    case Val::Kind::kNone:
      return {};
    case Val::Kind::kJson:
      if (val.json.is_number() || val.json.is_bool()) return val.json.raw();
      return val.json.string(scratch_).value_or(std::string_view());
    case Val::Kind::kTime: {
      char* const out = scratch_.Alloc(kIsoMillisSize);
      if (out == nullptr) return {};
      detail::FormatIso(val.time, out, true);
      return {out, kIsoMillisSize};
    }
    default:
      return val.text;
  }
}

bool Values::Holds(const Condition& condition) {
  const auto all = [this](const std::vector<Test>& tests) {
    return std::ranges::all_of(tests, [this](const Test& test) { return Passes(test); });
  };
  return condition.any.empty() || std::ranges::any_of(condition.any, all);
}

bool Values::Passes(const Test& test) {
  const Val val = Get(test.value);
  if (test.kind == Test::Kind::kExists) return val.none() == test.negated;
  const std::string_view text = TextOf(val);
  const auto fits = [&](const std::string& wanted) {
    if (test.kind == Test::Kind::kStarts) return text.starts_with(wanted);
    if (test.kind == Test::Kind::kEnds) return text.ends_with(wanted);
    return text == wanted;
  };
  const bool found = !val.none() && std::ranges::any_of(test.texts, fits);
  return found != test.negated;
}

std::optional<Micros> Values::Time(NodeId id, Val* said) {
  said_ = {};
  Val val = Get(id);
  if (!val.none() && val.kind != Val::Kind::kTime) val = TimeOf(Fn::kTime, val);
  *said = said_;
  if (val.none()) return std::nullopt;
  return val.time;
}

std::string_view Values::UserId(NodeId id, User* user) {
  user_ = {};
  const std::string_view text = Text(id);
  *user = user_;
  return text;
}

}  // namespace griot::whatsapp_crm::mapping
