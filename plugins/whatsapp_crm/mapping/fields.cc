#include "plugins/whatsapp_crm/mapping/fields.h"

#include <algorithm>

namespace griot::whatsapp_crm::mapping {

Fields::Fields(const Yaml& map, std::string path, Problems& problems)
    : map_(map), path_(std::move(path)), problems_(problems) {
  if (map.kind != Yaml::Kind::kMap) problems_.Add(map.place, path_, "must be a map of names");
}

Fields::~Fields() {
  for (const Yaml& key : map_.keys) {
    if (std::ranges::find(known_, key.text) != known_.end()) continue;
    problems_.Add(key.place, PathOf(key.text), "unknown name" + DidYouMean(key.text, known_));
  }
}

const Yaml* Fields::Find(std::string_view name) {
  if (std::ranges::find(known_, name) == known_.end()) known_.push_back(name);
  for (size_t i = 0; i < map_.keys.size(); ++i) {
    if (map_.keys[i].text == name) return &map_.items[i];
  }
  return nullptr;
}

const Yaml* Fields::Need(std::string_view name) {
  const Yaml* const found = Find(name);
  if (found == nullptr && map_.kind == Yaml::Kind::kMap) {
    problems_.Add(map_.place, path_, "\"" + std::string(name) + "\" is missing");
  }
  return found;
}

bool Fields::Text(std::string_view name, std::string* to) {
  const Yaml* const found = Find(name);
  if (found == nullptr) return true;
  if (found->kind != Yaml::Kind::kScalar) {
    Problem(*found, name, "must be a text");
    return false;
  }
  *to = found->text;
  return true;
}

bool Fields::Flag(std::string_view name, bool* to) {
  std::string text = *to ? "true" : "false";
  if (!Text(name, &text)) return false;
  *to = text == "true";
  if (*to || text == "false") return true;
  Problem(*Find(name), name, "must be true or false");
  return false;
}

size_t Fields::OneOf(std::string_view name, std::initializer_list<std::string_view> words,
                     size_t otherwise) {
  std::string text;
  const Yaml* const found = Find(name);
  if (found == nullptr || !Text(name, &text)) return otherwise;
  const auto* const word = std::ranges::find(words, text);
  if (word != words.end()) return static_cast<size_t>(word - words.begin());
  Problem(*found, name, "\"" + text + "\" is not possible here" + DidYouMean(text, words));
  return otherwise;
}

}  // namespace griot::whatsapp_crm::mapping
