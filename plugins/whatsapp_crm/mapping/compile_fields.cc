#include <algorithm>

#include "plugins/whatsapp_crm/mapping/compiler.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// What the evaluator brings of its own.
constexpr std::string_view kOurs[] = {"waId", "phoneValid", "provider", "clientTimestamp"};

// Marks the names of one object that stand in it more than once, in whatever part of it.
void MarkRepeated(std::vector<Field>& fields, std::vector<Field*>& seen) {
  for (Field& field : fields) {
    if (field.name.empty()) {
      MarkRepeated(field.fields, seen);
      continue;
    }
    const auto same = std::ranges::find(seen, field.name, &Field::name);
    if (same == seen.end()) {
      seen.push_back(&field);
      continue;
    }
    (*same)->repeated = field.repeated = true;
  }
}

}  // namespace

// A name that an outer group gave already gets the value that stands nearer.
void Compiler::ReadFields(Fields& fields, std::string_view name, uint32_t level,
                          std::vector<Field>& into) {
  const Yaml* const map = fields.Find(name);
  if (map == nullptr) return;
  ReadObject(*map, fields.PathOf(name), level, into);
}

void Compiler::ReadObject(const Yaml& map, const std::string& path, uint32_t level,
                          std::vector<Field>& into) {
  if (map.kind != Yaml::Kind::kMap) return problems_.Add(map.place, path, "must be a map");
  for (size_t i = 0; i < map.keys.size(); ++i) {
    Field field;
    field.name = map.keys[i].text;
    const std::string inner = Join(path, field.name);
    if (std::ranges::find(kOurs, field.name) != std::end(kOurs)) {
      problems_.Add(map.keys[i].place, inner, "is written by itself");
    }
    const Yaml& item = map.items[i];
    const bool object =
        std::ranges::any_of(item.keys, [](const Yaml& key) { return key.text == "object"; });
    if (object) {
      Fields members(item, inner, problems_);
      ReadFields(members, "object", level, field.fields);
      if (const Yaml* when = members.Find("when")) {
        field.when = ReadCondition(*when, members.PathOf("when"), level);
      }
    } else {
      field.value = ReadValue(item, inner, level);
    }
    std::erase_if(into, [&](const Field& outer) { return outer.name == field.name; });
    into.push_back(std::move(field));
  }
}

// [{when: …, properties: {…}}]: what only some elements have.
void Compiler::ReadMore(Fields& fields, uint32_t level, std::vector<Field>& into) {
  const Yaml* const list = fields.Find("more");
  const std::string path = fields.PathOf("more");
  if (list != nullptr && list->kind != Yaml::Kind::kList) {
    problems_.Add(list->place, path, "must be a list of {when: …, properties: …}");
  }
  for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
    Fields item(list->items[i], Join(path, i), problems_);
    Field more;
    if (const Yaml* when = item.Need("when")) {
      more.when = ReadCondition(*when, item.PathOf("when"), level);
    }
    item.Need("properties");
    ReadFields(item, "properties", level, more.fields);
    into.push_back(std::move(more));
  }
  std::vector<Field*> seen;
  MarkRepeated(into, seen);
}

void Compiler::ReadRemember(Fields& fields, uint32_t level, std::vector<Remember>& into) {
  const Yaml* const list = fields.Find("remember");
  if (list == nullptr) return;
  const std::string path = fields.PathOf("remember");
  if (list->kind != Yaml::Kind::kList) {
    return problems_.Add(list->place, path, "must be a list of {as: name, key: …, value: …}");
  }
  for (size_t i = 0; i < list->items.size(); ++i) {
    Fields item(list->items[i], Join(path, i), problems_);
    Remember remember;
    item.Need("as");
    item.Text("as", &remember.as);
    if (const Yaml* key = item.Need("key")) {
      remember.key = ReadKey(*key, item.PathOf("key"), level);
    }
    if (const Yaml* value = item.Need("value")) {
      remember.value = ReadValue(*value, item.PathOf("value"), level);
    }
    if (const Yaml* when = item.Find("when")) {
      remember.when = ReadCondition(*when, item.PathOf("when"), level);
    }
    remembered_.push_back(remember.as);
    into.push_back(std::move(remember));
  }
}

// What nobody puts there is asked for in vain.
void Compiler::CheckRecalled() {
  const std::vector<std::string_view> known(remembered_.begin(), remembered_.end());
  for (const auto& [name, path, place] : expressions_.recalled()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    problems_.Add(place, path,
                  "nothing is remembered as \"" + name + "\"" + DidYouMean(name, known));
  }
}

}  // namespace griot::whatsapp_crm::mapping
