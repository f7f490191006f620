#include <algorithm>

#include "plugins/whatsapp_crm/mapping/compiler.h"

namespace griot::whatsapp_crm::mapping {

NodeId Compiler::ReadValue(const Yaml& item, const std::string& path, uint32_t level, bool user) {
  if (item.kind == Yaml::Kind::kMap) return ReadChosen(item, path, level, user);
  if (item.kind != Yaml::Kind::kList) return expressions_.Read(item, path, level, user);
  if (item.items.empty()) problems_.Add(item.place, path, "must have a value");
  std::vector<NodeId> choices;
  for (size_t i = 0; i < item.items.size(); ++i) {
    choices.push_back(ReadValue(item.items[i], Join(path, i), level, user));
  }
  return expressions_.AddFirst(choices);
}

// {value: …, table: {…}, else: …, when: …}
NodeId Compiler::ReadChosen(const Yaml& map, const std::string& path, uint32_t level, bool user) {
  Fields fields(map, path, problems_);
  NodeId out = kNothing;
  if (const Yaml* value = fields.Need("value")) {
    out = ReadValue(*value, fields.PathOf("value"), level, user);
  }
  const Yaml* const table = fields.Find("table");
  const Yaml* const otherwise = fields.Find("else");
  if (table != nullptr) {
    Node node;
    node.op = Op::kTable;
    node.a = out;
    node.b = ReadTable(*table, fields.PathOf("table"));
    if (otherwise != nullptr) node.c = ReadValue(*otherwise, fields.PathOf("else"), level, user);
    out = expressions_.Add(node);
  } else if (otherwise != nullptr) {
    fields.Problem(*otherwise, "else",
                   "goes with a table; write a | b for the first that is there");
  }
  const Yaml* const when = fields.Find("when");
  if (when == nullptr) return out;
  Node node;
  node.op = Op::kWhen;
  node.a = static_cast<uint32_t>(program_.conditions.size());
  node.b = out;
  program_.conditions.push_back(ReadCondition(*when, fields.PathOf("when"), level));
  return expressions_.Add(node);
}

uint32_t Compiler::ReadTable(const Yaml& map, const std::string& path) {
  Table table;
  if (map.kind != Yaml::Kind::kMap) problems_.Add(map.place, path, "must be a map of names");
  for (size_t i = 0; i < map.keys.size(); ++i) {
    const Yaml& value = map.items[i];
    if (value.kind != Yaml::Kind::kScalar) {
      problems_.Add(value.place, Join(path, map.keys[i].text), "must be a text, number or bool");
    }
    table.rows.emplace_back(map.keys[i].text, ConstantOf(value.text, value.plain));
  }
  std::ranges::sort(table.rows, {}, [](const auto& row) { return row.first; });
  program_.tables.push_back(std::move(table));
  return static_cast<uint32_t>(program_.tables.size() - 1);
}

Condition Compiler::ReadCondition(const Yaml& item, const std::string& path, uint32_t level) {
  Condition condition;
  if (item.kind != Yaml::Kind::kList) {
    condition.any.push_back(ReadTests(item, path, level));
    return condition;
  }
  if (item.items.empty()) problems_.Add(item.place, path, "must have a condition");
  for (size_t i = 0; i < item.items.size(); ++i) {
    condition.any.push_back(ReadTests(item.items[i], Join(path, i), level));
  }
  return condition;
}

std::vector<Test> Compiler::ReadTests(const Yaml& map, const std::string& path, uint32_t level) {
  std::vector<Test> tests;
  if (map.kind != Yaml::Kind::kMap || map.keys.empty()) {
    problems_.Add(map.place, path, "must be a map such as {event: message}");
  }
  for (size_t i = 0; i < map.keys.size() && map.kind == Yaml::Kind::kMap; ++i) {
    const std::string inner = Join(path, map.keys[i].text);
    Test test;
    test.value = expressions_.Read(map.keys[i], inner, level);
    ReadTest(map.items[i], inner, test);
    tests.push_back(std::move(test));
  }
  return tests;
}

// A text, a list of them, or {not | in | exists | starts | ends: …}.
void Compiler::ReadTest(const Yaml& item, const std::string& path, Test& test) {
  if (item.kind != Yaml::Kind::kMap) return ReadTexts(item, path, test);
  Fields fields(item, path, problems_);
  const Yaml* found = nullptr;
  const auto take = [&](std::string_view name) {
    const Yaml* const here = fields.Find(name);
    if (here != nullptr && found != nullptr) fields.Problem(*here, name, "one test at a time");
    if (here != nullptr) found = here;
    return here;
  };
  if (const Yaml* const in = take("in")) ReadTexts(*in, fields.PathOf("in"), test);
  if (const Yaml* const inner = take("not")) {
    ReadTest(*inner, fields.PathOf("not"), test);
    test.negated = !test.negated;
  }
  if (take("exists") != nullptr) {
    bool wanted = true;
    fields.Flag("exists", &wanted);
    test.kind = Test::Kind::kExists;
    test.negated = !wanted;
  }
  if (const Yaml* const starts = take("starts")) {
    ReadTexts(*starts, fields.PathOf("starts"), test);
    test.kind = Test::Kind::kStarts;
  }
  if (const Yaml* const ends = take("ends")) {
    ReadTexts(*ends, fields.PathOf("ends"), test);
    test.kind = Test::Kind::kEnds;
  }
  if (found == nullptr) problems_.Add(item.place, path, "expected a test: exists: true, in: […]");
}

void Compiler::ReadTexts(const Yaml& item, const std::string& path, Test& test) {
  if (item.kind == Yaml::Kind::kScalar) {
    test.texts.push_back(item.text);
    return;
  }
  const bool list = item.kind == Yaml::Kind::kList;
  if (!list || item.items.empty()) {
    problems_.Add(item.place, path, "must be a text or a list of texts ({exists: false} for null)");
  }
  for (const Yaml& each : item.items) {
    if (list && each.kind == Yaml::Kind::kScalar) {
      test.texts.push_back(each.text);
    } else {
      problems_.Add(each.place, path, "must be a text");
    }
  }
}

}  // namespace griot::whatsapp_crm::mapping
