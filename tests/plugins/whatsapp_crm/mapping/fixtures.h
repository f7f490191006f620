// Payloads of tests/fixtures/whatsapp, and how what comes of them is compared.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "griot/json.hpp"

namespace griot::whatsapp_crm::mapping {

inline std::string FileText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream buffer;
  buffer << file.rdbuf();
  return buffer.str();
}

// "text" of "…/text.json", of all in a folder, in order.
inline std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    names.push_back(file.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Members in order of their names (of two the last, as jsonb takes it), without spaces; numbers as
// they came.
inline std::string Canonical(json::Value value) {
  json::Scratch scratch;
  std::string out;
  if (value.is_string()) {
    json::AppendString(out, *value.string(scratch));
    return out;
  }
  if (value.is_array()) {
    out = "[";
    for (const json::Value element : value.elements()) out += Canonical(element) + ",";
    return out + "]";
  }
  if (!value.is_object()) return std::string(value.raw());
  std::map<std::string, std::string> members;
  for (const auto [key, member] : value.members()) members[Canonical(key)] = Canonical(member);
  for (const auto& [key, member] : members) out += key + ":" + member + "\n";
  return "{" + out + "}";
}

inline std::string Canonical(const std::string& text) {
  json::Document document;
  return document.Parse(text).ok() ? Canonical(document.root()) : "no JSON: " + text;
}

// A body that is a text is what stands in it.
inline std::string BodyOf(json::Value body) {
  json::Scratch scratch;
  return std::string(body.is_string() ? *body.string(scratch) : body.raw());
}

}  // namespace griot::whatsapp_crm::mapping
