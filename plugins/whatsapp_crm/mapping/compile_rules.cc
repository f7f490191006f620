#include <algorithm>

#include "plugins/whatsapp_crm/mapping/compiler.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// What `user` and `time` bring of their own.
constexpr std::string_view kOurs[] = {"waId", "phoneValid", "bsuid", "provider", "clientTimestamp"};

}  // namespace

void Compiler::ReadGroup(Fields& fields, Defaults defaults, Group& group) {
  ReadDefaults(fields, group.level, defaults);
  if (const Yaml* kind = fields.Find("kind")) {
    group.kind = ReadValue(*kind, fields.PathOf("kind"), group.level);
  }
  if (const Yaml* list = fields.Find("ignore")) {
    ReadIgnore(*list, fields.PathOf("ignore"), group.level, group);
  }
  const Yaml* const events = fields.Need("events");
  if (events == nullptr) return;
  if (events->kind != Yaml::Kind::kList || events->items.empty()) {
    return fields.Problem(*events, "events", "must be a list of events");
  }
  for (size_t i = 0; i < events->items.size(); ++i) {
    ReadInner(events->items[i], Join(fields.PathOf("events"), i), defaults, group);
  }
}

// One item of `events`: an event, or a list within the element, with events of its own.
void Compiler::ReadInner(const Yaml& item, const std::string& path, const Defaults& defaults,
                         Group& group) {
  const Yaml* each = nullptr;
  for (size_t i = 0; i < item.keys.size(); ++i) {
    if (item.keys[i].text == "each") each = &item.items[i];
  }
  if (each == nullptr) return ReadRule(item, path, defaults, group.level, group);
  Group inner;
  inner.each = expressions_.ReadEach(*each, Join(path, "each"));
  inner.level = group.level + static_cast<uint32_t>(inner.each.size());
  if (inner.level >= kMostLevels) {
    return problems_.Add(each->place, Join(path, "each"), "at most 7 lists within one another");
  }
  Fields fields(item, path, problems_);
  fields.Find("each");
  ReadGroup(fields, defaults, inner);
  group.groups.push_back(std::move(inner));
}

void Compiler::ReadRule(const Yaml& item, const std::string& path, Defaults defaults,
                        uint32_t level, Group& group) {
  Fields fields(item, path, problems_);
  Rule rule;
  fields.Need("name");
  fields.Text("name", &rule.name);
  if (rule.name.size() > 200) problems_.Add(item.place, path, "a name has at most 200 bytes");
  if (const Yaml* when = fields.Find("when")) {
    rule.when = ReadCondition(*when, fields.PathOf("when"), level);
  }
  if (const Yaml* key = fields.Need("key")) {
    const bool several = key->kind == Yaml::Kind::kList;
    if (several && key->items.empty()) fields.Problem(*key, "key", "must have a part");
    for (size_t i = 0; several && i < key->items.size(); ++i) {
      rule.key.push_back(ReadValue(key->items[i], Join(fields.PathOf("key"), i), level));
    }
    if (!several) rule.key.push_back(ReadValue(*key, fields.PathOf("key"), level));
  }
  fields.Flag("user_optional", &rule.user_optional);
  ReadDefaults(fields, level, defaults);
  rule.user = defaults.user;
  rule.time = defaults.time;
  rule.number = defaults.number;
  rule.properties = std::move(defaults.properties);
  rule.context = std::move(defaults.context);
  group.rules.push_back(std::move(rule));
}

void Compiler::ReadDefaults(Fields& fields, uint32_t level, Defaults& defaults) {
  if (const Yaml* user = fields.Find("user")) {
    defaults.user = ReadValue(*user, fields.PathOf("user"), level, true);
  }
  if (const Yaml* time = fields.Find("time")) {
    defaults.time = ReadValue(*time, fields.PathOf("time"), level);
  }
  if (const Yaml* number = fields.Find("number")) {
    defaults.number = ReadValue(*number, fields.PathOf("number"), level);
  }
  ReadFields(fields, "properties", level, defaults.properties);
  ReadFields(fields, "context", level, defaults.context);
}

// A name that an outer group gave already gets the value that stands nearer.
void Compiler::ReadFields(Fields& fields, std::string_view name, uint32_t level,
                          std::vector<Field>& into) {
  const Yaml* const map = fields.Find(name);
  if (map == nullptr) return;
  const std::string path = fields.PathOf(name);
  if (map->kind != Yaml::Kind::kMap) return problems_.Add(map->place, path, "must be a map");
  for (size_t i = 0; i < map->keys.size(); ++i) {
    const std::string& key = map->keys[i].text;
    if (std::ranges::find(kOurs, key) != std::end(kOurs)) {
      problems_.Add(map->keys[i].place, Join(path, key), "is written by itself");
    }
    const NodeId value = ReadValue(map->items[i], Join(path, key), level);
    std::erase_if(into, [&](const Field& field) { return field.name == key; });
    into.push_back({key, value});
  }
}

void Compiler::ReadIgnore(const Yaml& list, const std::string& path, uint32_t level, Group& group) {
  if (list.kind != Yaml::Kind::kList) {
    return problems_.Add(list.place, path, "must be a list of {when: …, as: name}");
  }
  for (size_t i = 0; i < list.items.size(); ++i) {
    Fields fields(list.items[i], Join(path, i), problems_);
    Ignore ignore;
    fields.Need("as");
    fields.Text("as", &ignore.as);
    if (const Yaml* when = fields.Need("when")) {
      ignore.when = ReadCondition(*when, fields.PathOf("when"), level);
    }
    group.ignore.push_back(std::move(ignore));
  }
}

}  // namespace griot::whatsapp_crm::mapping
