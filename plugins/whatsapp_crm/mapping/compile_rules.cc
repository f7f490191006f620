#include <algorithm>

#include "plugins/whatsapp_crm/mapping/compiler.h"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm::mapping {
namespace {

const Yaml* Member(const Yaml& map, std::string_view name) {
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].text == name) return &map.items[i];
  }
  return nullptr;
}

bool IsEventName(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return !text.empty() && Cut(text, 200) == text && std::ranges::none_of(text, control);
}

bool Tells(const std::vector<Field>& fields, std::string_view name) {
  return std::ranges::any_of(fields, [&](const Field& field) {
    return field.name == name || (field.name.empty() && Tells(field.fields, name));
  });
}

}  // namespace

void Compiler::ReadGroup(Fields& fields, Defaults defaults, Group& group) {
  const size_t names = expressions_.names();
  ReadLet(fields, group.level);
  ReadDefaults(fields, group.level, defaults);
  if (const Yaml* kind = fields.Find("kind")) {
    group.kind = ReadValue(*kind, fields.PathOf("kind"), group.level);
  }
  ReadNamed(fields, "dead", group.level, group.dead);
  ReadNamed(fields, "ignore", group.level, group.ignore);
  const Yaml* const events = fields.Find("events");
  const bool list = events != nullptr && events->kind == Yaml::Kind::kList;
  if (events == nullptr && group.ignore.empty() && group.kind == kNothing) fields.Need("events");
  if (events != nullptr && (!list || events->items.empty())) {
    fields.Problem(*events, "events", "must be a list of events");
  }
  for (size_t i = 0; list && i < events->items.size(); ++i) {
    ReadInner(events->items[i], Join(fields.PathOf("events"), i), defaults, group);
  }
  group.leaf = group.groups.empty() && list && std::ranges::all_of(group.cases, &Group::leaf);
  expressions_.Forget(names);
}

// One item of `events`: an event; a case of the element, or a list within it, with events of its
// own.
void Compiler::ReadInner(const Yaml& item, const std::string& path, const Defaults& defaults,
                         Group& group) {
  const Yaml* const each = Member(item, "each");
  const bool is_case = each == nullptr && Member(item, "events") != nullptr;
  if (each == nullptr && !is_case) return ReadRule(item, path, defaults, group.level, group);
  Group inner;
  inner.level = group.level;
  if (each != nullptr) inner.level += ReadEach(*each, Join(path, "each"), inner);
  if (inner.level >= kMostLevels) {
    return problems_.Add(each->place, Join(path, "each"), "at most 7 lists within one another");
  }
  Fields fields(item, path, problems_);
  fields.Find("each");
  if (is_case) {
    if (const Yaml* when = fields.Need("when")) {
      inner.when = ReadCondition(*when, fields.PathOf("when"), group.level);
    }
  }
  ReadGroup(fields, defaults, inner);
  (is_case ? group.cases : group.groups).push_back(std::move(inner));
}

// One way or a list of them; how many levels it leads down.
uint32_t Compiler::ReadEach(const Yaml& item, const std::string& path, Group& group) {
  const bool several = item.kind == Yaml::Kind::kList && !item.items.empty();
  for (const Yaml& way : several ? item.items : std::vector<Yaml>{item}) {
    group.each.push_back(expressions_.ReadEach(way, path));
    if (group.each.back().size() == group.each[0].size()) continue;
    problems_.Add(way.place, path, "all must have as many []");
  }
  return static_cast<uint32_t>(group.each[0].size());
}

void Compiler::ReadRule(const Yaml& item, const std::string& path, Defaults defaults,
                        uint32_t level, Group& group) {
  Fields fields(item, path, problems_);
  Rule rule;
  const Yaml* const name = fields.Need("name");
  if (name != nullptr && fields.Text("name", &rule.name) && !IsEventName(rule.name)) {
    fields.Problem(*name, "name", "must have 1 to 200 characters, and no control characters");
  }
  if (const Yaml* when = fields.Find("when")) {
    rule.when = ReadCondition(*when, fields.PathOf("when"), level);
  }
  if (const Yaml* key = fields.Need("key")) rule.key = ReadKey(*key, fields.PathOf("key"), level);
  ReadDefaults(fields, level, defaults);
  rule.key_space = std::move(defaults.key_space);
  rule.user = defaults.user;
  rule.user_optional = defaults.user_optional;
  rule.time = defaults.time;
  rule.number = defaults.number;
  rule.properties = std::move(defaults.properties);
  rule.tells_bsuid = Tells(rule.properties, "bsuid");
  rule.context = std::move(defaults.context);
  rule.remember = std::move(defaults.remember);
  rule.count = std::move(defaults.count);
  group.rules.push_back(std::move(rule));
}

void Compiler::ReadDefaults(Fields& fields, uint32_t level, Defaults& defaults) {
  if (const Yaml* user = fields.Find("user")) {
    defaults.user = ReadValue(*user, fields.PathOf("user"), level, true);
  }
  fields.Flag("user_optional", &defaults.user_optional);
  if (const Yaml* time = fields.Find("time")) {
    defaults.time = ReadValue(*time, fields.PathOf("time"), level);
  }
  if (const Yaml* number = fields.Find("number")) {
    defaults.number = ReadValue(*number, fields.PathOf("number"), level);
  }
  if (const Yaml* space = fields.Find("key_space")) {
    fields.Text("key_space", &defaults.key_space);
    if (defaults.key_space.empty()) fields.Problem(*space, "key_space", "must have letters");
  }
  ReadFields(fields, "properties", level, defaults.properties);
  ReadFields(fields, "context", level, defaults.context);
  ReadMore(fields, level, defaults.properties);
  ReadRemember(fields, level, defaults.remember);
  ReadNamed(fields, "count", level, defaults.count);
}

// Names for values, which those below may use.
void Compiler::ReadLet(Fields& fields, uint32_t level) {
  const Yaml* const map = fields.Find("let");
  if (map == nullptr) return;
  const std::string path = fields.PathOf("let");
  if (map->kind != Yaml::Kind::kMap) return problems_.Add(map->place, path, "must be a map");
  for (size_t i = 0; i < map->keys.size(); ++i) {
    const Yaml& key = map->keys[i];
    if (expressions_.Knows(key.text)) {
      problems_.Add(key.place, Join(path, key.text), "has this name already further up");
    }
    const NodeId value = ReadValue(map->items[i], Join(path, key.text), level);
    program_.lets.push_back({level, value});
    expressions_.Name(key.text, static_cast<uint32_t>(program_.lets.size() - 1));
  }
}

// A list of {as: name, when: …}.
void Compiler::ReadNamed(Fields& fields, std::string_view name, uint32_t level,
                         std::vector<Named>& into) {
  const Yaml* const list = fields.Find(name);
  if (list == nullptr) return;
  const std::string path = fields.PathOf(name);
  if (list->kind != Yaml::Kind::kList) {
    return problems_.Add(list->place, path, "must be a list of {when: …, as: name}");
  }
  for (size_t i = 0; i < list->items.size(); ++i) {
    Fields item(list->items[i], Join(path, i), problems_);
    Named named;
    const Yaml* const as = item.Need("as");
    if (as != nullptr && item.Text("as", &named.as) && named.as.empty()) {
      item.Problem(*as, "as", "must have letters");
    }
    if (const Yaml* when = item.Need("when")) {
      named.when = ReadCondition(*when, item.PathOf("when"), level);
    }
    into.push_back(std::move(named));
  }
}

}  // namespace griot::whatsapp_crm::mapping
