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

// One part or a list of them.
std::vector<NodeId> Compiler::ReadKey(const Yaml& item, const std::string& path, uint32_t level) {
  if (item.kind != Yaml::Kind::kList) return {ReadValue(item, path, level)};
  if (item.items.empty()) problems_.Add(item.place, path, "must have a part");
  std::vector<NodeId> parts;
  for (size_t i = 0; i < item.items.size(); ++i) {
    parts.push_back(ReadValue(item.items[i], Join(path, i), level));
  }
  return parts;
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
    ReadTest(map.items[i], inner, level, std::move(test), tests);
  }
  return tests;
}

// A text, a list of them, or {not | in | exists | starts | ends | is | same | differs: …}, all of
// which hold.
void Compiler::ReadTest(const Yaml& item, const std::string& path, uint32_t level, Test test,
                        std::vector<Test>& into) {
  if (item.kind != Yaml::Kind::kMap) {
    ReadTexts(item, path, test);
    into.push_back(std::move(test));
    return;
  }
  using Kind = Test::Kind;
  constexpr std::pair<std::string_view, Kind> kTests[] = {
      {"in", Kind::kIn},  {"starts", Kind::kStarts}, {"ends", Kind::kEnds},
      {"is", Kind::kIs},  {"same", Kind::kSame},     {"differs", Kind::kDiffers},
      {"not", Kind::kIn}, {"exists", Kind::kExists}};
  Fields fields(item, path, problems_);
  const size_t before = into.size();
  for (const auto& [name, kind] : kTests) {
    const Yaml* const found = fields.Find(name);
    if (found == nullptr) continue;
    Test made = test;
    made.kind = kind;
    if (name == "not") {
      made.negated = !made.negated;
      const bool several = found->kind == Yaml::Kind::kMap && found->keys.size() > 1;
      if (several) fields.Problem(*found, name, "one test at a time");
      ReadTest(*found, fields.PathOf(name), level, std::move(made), into);
      continue;
    }
    bool wanted = true;
    if (kind == Kind::kExists && fields.Flag(name, &wanted) && !wanted)
      made.negated = !made.negated;
    if (kind == Kind::kSame || kind == Kind::kDiffers) {
      made.other = ReadValue(*found, fields.PathOf(name), level);
    } else if (kind != Kind::kExists) {
      ReadTexts(*found, fields.PathOf(name), made);
    }
    if (kind == Kind::kIs) CheckTypes(*found, fields.PathOf(name), made);
    into.push_back(std::move(made));
  }
  if (into.size() == before) {
    problems_.Add(item.place, path, "expected a test: exists: true, in: […]");
  }
}

void Compiler::CheckTypes(const Yaml& item, const std::string& path, const Test& test) {
  const std::vector<std::string_view> known = {"text", "number", "bool", "list", "object"};
  for (const std::string& type : test.texts) {
    if (std::ranges::find(known, type) != known.end()) continue;
    problems_.Add(item.place, path, "no type \"" + type + "\"" + DidYouMean(type, known));
  }
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
