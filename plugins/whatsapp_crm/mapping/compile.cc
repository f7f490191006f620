#include "plugins/whatsapp_crm/mapping/compile.h"

#include <algorithm>

#include "plugins/whatsapp_crm/mapping/compiler.h"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm::mapping {
namespace {

bool IsName(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, fits);
}

// A name that ids or labels are made of.
void ReadName(Fields& fields, std::string_view name, std::string* to) {
  const Yaml* const found = fields.Find(name);
  if (found == nullptr || !fields.Text(name, to) || IsName(*to)) return;
  fields.Problem(*found, name, "must be of a-z, 0-9, _, - and . (at most 64)");
}

}  // namespace

void Compiler::Compile(const Yaml& root) {
  Fields fields(root, "", problems_);
  if (const Yaml* version = fields.Need("mapping"); version != nullptr && version->text != "1") {
    fields.Problem(*version, "mapping", "this griot reads version 1");
  }
  fields.Need("name");
  ReadName(fields, "name", &program_.name);
  program_.key_space = program_.name;
  ReadName(fields, "key_space", &program_.key_space);
  ReadName(fields, "channel", &program_.channel);
  program_.form = fields.OneOf("body", {"json", "form"}, 0) == 1;
  program_.meta_handshake = fields.OneOf("handshake", {"none", "meta"}, 0) == 1;
  ReadSignature(fields);
  ReadAck(fields);
  ReadRedact(fields);
  Defaults defaults;
  defaults.key_space = program_.key_space;
  ReadGroup(fields, std::move(defaults), program_.root);
  CheckRecalled();
}

namespace {

// What a mapping that extends a preset says of its own stands in place of the preset's. False, and
// a problem, where there is none.
bool Extend(Yaml& own, Problems& problems) {
  Yaml name;
  for (size_t i = 0; i < own.keys.size(); ++i) {
    if (own.keys[i].text != "extends") continue;
    name = own.items[i];
    own.keys.erase(own.keys.begin() + static_cast<ptrdiff_t>(i));
    own.items.erase(own.items.begin() + static_cast<ptrdiff_t>(i));
    break;
  }
  if (name.kind == Yaml::Kind::kNull) return true;
  const std::string_view text = PresetText(name.text);
  auto base = text.empty() ? std::nullopt : ReadYaml(text, problems);
  if (!base) {
    std::vector<std::string_view> known;
    for (const Preset& preset : Presets()) known.push_back(preset.name);
    problems.Add(name.place, "extends", "no preset" + DidYouMean(name.text, known));
    return false;
  }
  const auto has = [&](std::string_view key) {
    return std::ranges::find(own.keys, key, &Yaml::text) != own.keys.end();
  };
  for (size_t i = 0; i < base->keys.size(); ++i) {
    const std::string& key = base->keys[i].text;
    if (has(key) || key == "name" || key == "mapping") continue;
    own.keys.push_back(std::move(base->keys[i]));
    own.items.push_back(std::move(base->items[i]));
  }
  return true;
}

}  // namespace

std::unique_ptr<const Program> Compile(std::string_view file, std::string_view text,
                                       std::vector<std::string>* problems) {
  Problems found(file);
  auto program = std::make_unique<Program>();
  auto root = ReadYaml(text, found);
  if (root && Extend(*root, found)) Compiler(*program, found).Compile(*root);
  if (found.empty()) return program;
  *problems = found.Take();
  return nullptr;
}

}  // namespace griot::whatsapp_crm::mapping
