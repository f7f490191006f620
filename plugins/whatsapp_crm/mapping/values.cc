#include "plugins/whatsapp_crm/mapping/values.h"

#include <algorithm>

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kBytesAStep = 8;

Val Of(const Constant& constant) {
  constexpr Val::Kind kKinds[] = {Val::Kind::kText, Val::Kind::kNumber, Val::Kind::kBool};
  return {kKinds[static_cast<size_t>(constant.kind)], {}, constant.text, 0};
}

std::string_view TypeOf(const Val& val) {
  using Kind = Val::Kind;
  if (val.kind == Kind::kNumber || (val.kind == Kind::kJson && val.json.is_number())) {
    return "number";
  }
  if (val.kind == Kind::kBool || (val.kind == Kind::kJson && val.json.is_bool())) return "bool";
  if (!val.is_container()) return "text";
  return val.json.is_array() ? "list" : "object";
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

Values::Values(const Program& program, Memory* memory)
    : program_(program), lets_(program.lets.size()), recall_(memory) {
  for (uint32_t i = 0; i < program.documents; ++i) {
    documents_.push_back(std::make_unique<json::Document>());
  }
}

void Values::Enter(uint32_t level, json::Value element, std::string_view list) {
  levels_[level] = element;
  lists_[level] = list;
  entered_[level] = ++count_;
  level_ = level;
}

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
    case Op::kLet:
      return Known(node);
    case Op::kCall:
      return Call(node);
    case Op::kCalls:
      return Calls(node);
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

Val Values::Path(const Node& node) { return Walk(levels_[node.level], node); }

Val Values::Known(const Node& node) {
  Computed& computed = lets_[node.c];
  const Let& let = program_.lets[node.c];
  if (computed.entered != entered_[let.level]) {
    computed.val = Get(let.value);
    computed.entered = entered_[let.level];
  }
  if (node.b == 0) return computed.val;
  if (computed.val.kind != Val::Kind::kJson) return {};
  return Walk(computed.val.json, node);
}

Val Values::Walk(json::Value value, const Node& node) {
  for (uint32_t i = 0; i < node.b && value.exists(); ++i) {
    value = Follow(value, program_.steps[node.a + i]);
  }
  if (!value.exists() || value.is_null()) return {};
  const Val val{Val::Kind::kJson, value, {}, 0};
  // One bad name costs that name only, and not all that stands beside it.
  if (val.is_container()) return val;
  if (!value.jsonb_ok() || value.StringIs("")) return {};
  return val;
}

// As Find: of a name that stands there twice the last.
json::Value Values::Member(json::Value object, std::string_view name) {
  json::Value found;
  for (const auto [key, member] : object.members()) {
    ++spent_;
    if (key.StringIs(name)) found = member;
  }
  return found;
}

json::Value Values::Follow(json::Value value, const Step& step) {
  using Kind = Step::Kind;
  if (step.kind == Kind::kMember) return Member(value, step.name);
  if (step.kind == Kind::kIndex) {
    Spend(step.index);
    return value.At(step.index);
  }
  const std::string_view wanted = step.value == kNothing ? step.text : Text(step.value);
  if (step.value != kNothing && wanted.empty()) return {};
  if (step.kind == Kind::kNamed) return Member(value, wanted);
  for (const json::Value element : value.elements()) {
    ++spent_;
    const json::Value said = Member(element, step.name);
    if (step.kind == Kind::kHas) {
      if (said.exists()) return element;
      continue;
    }
    const bool plain = said.is_number() || said.is_bool();
    if (said.StringIs(wanted) || (plain && said.raw() == wanted)) return element;
  }
  return {};
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
      if (const auto plain = val.json.string_raw_nonescaped()) return *plain;
      Spend(val.json.raw().size() / kBytesAStep);
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
  using Kind = Test::Kind;
  const Val val = Get(test.value);
  if (test.kind == Kind::kExists) return val.none() == test.negated;
  if (val.none()) return test.negated;
  if (test.kind == Kind::kSame || test.kind == Kind::kDiffers) {
    const Val other = Get(test.other);
    const bool found = !other.none() && Same(val, other) == (test.kind == Kind::kSame);
    return found != test.negated;
  }
  const std::string_view text = test.kind == Kind::kIs ? TypeOf(val) : TextOf(val);
  const auto fits = [&](const std::string& wanted) {
    if (test.kind == Kind::kStarts) return text.starts_with(wanted);
    if (test.kind == Kind::kEnds) return text.ends_with(wanted);
    return text == wanted;
  };
  return std::ranges::any_of(test.texts, fits) != test.negated;
}

// As texts; what has none is the same as nothing.
bool Values::Same(const Val& a, const Val& b) {
  if (a.is_container() || b.is_container()) return false;
  return TextOf(a) == TextOf(b);
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
