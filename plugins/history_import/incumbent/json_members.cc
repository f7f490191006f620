#include "plugins/history_import/incumbent/json_members.h"

#include "plugins/history_import/client/mend.h"

namespace griot::history_import {

void AddMembers(std::string* text, std::string_view from, std::span<const char* const> names) {
  for (const char* const name : names) {
    const auto value = json::Get(from, name);
    if (!value || *value == "null" || json::Get(*text, name)) continue;
    const bool empty = text->find_first_not_of(" \t\n\r", 1) == text->size() - 1;
    text->pop_back();
    if (!empty) text->push_back(',');
    json::AppendString(*text, name);
    text->append(":").append(*value).push_back('}');
  }
  MendEscapes(text);
}

void PutMember(json::Writer<std::string>& writer, std::string_view as, json::Value value) {
  const std::string_view raw = value.raw();
  if (!value.exists() || value.is_null() || raw == "\"\"" || raw == "{}" || raw == "[]") return;
  std::string text(raw);
  MendEscapes(&text);
  writer.Key(as).Raw(text);
}

void PutMembers(json::Writer<std::string>& writer, json::Value from,
                std::span<const char* const> names) {
  for (const char* const name : names) PutMember(writer, name, from.Find(name));
}

}  // namespace griot::history_import
