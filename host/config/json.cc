#include "host/config/json.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

namespace griot::config {
namespace {

void WriteString(std::string_view text, std::string* out) {
  *out += '"';
  for (char raw : text) {
    auto c = static_cast<unsigned char>(raw);
    if (raw == '"' || raw == '\\') {
      *out += '\\';
      *out += raw;
    } else if (raw == '\n') {
      *out += "\\n";
    } else if (raw == '\t') {
      *out += "\\t";
    } else if (raw == '\r') {
      *out += "\\r";
    } else if (c < 0x20) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\u%04x", c);
      *out += hex;
    } else {
      *out += raw;
    }
  }
  *out += '"';
}

template <typename Number>
void WriteNumber(Number number, std::string* out) {
  char digits[32];
  auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out->append(digits, end);
}

void Write(const Json& value, Show show, std::string* out) {
  if (show == Show::kRedacted && value.secret) return WriteString("***", out);
  if (show == Show::kRedacted && !value.written.empty()) return WriteString(value.written, out);
  switch (value.type) {
    case Json::Type::kNull:
      *out += "null";
      return;
    case Json::Type::kBoolean:
      *out += value.boolean ? "true" : "false";
      return;
    case Json::Type::kInteger:
      return WriteNumber(value.integer, out);
    case Json::Type::kNumber:
      return WriteNumber(value.number, out);
    case Json::Type::kString:
      return WriteString(value.text, out);
    case Json::Type::kArray: {
      *out += '[';
      for (size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) *out += ',';
        Write(value.items[i], show, out);
      }
      *out += ']';
      return;
    }
    case Json::Type::kObject: {
      std::vector<const JsonMember*> sorted;
      for (const JsonMember& member : value.members) sorted.push_back(&member);
      std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->key < b->key; });
      *out += '{';
      for (size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0) *out += ',';
        WriteString(sorted[i]->key, out);
        *out += ':';
        Write(sorted[i]->value, show, out);
      }
      *out += '}';
      return;
    }
  }
}

}  // namespace

Json Json::String(std::string_view text) {
  Json value;
  value.type = Type::kString;
  value.text = text;
  return value;
}

Json Json::Object() {
  Json value;
  value.type = Type::kObject;
  return value;
}

const Json* Json::Find(std::string_view key) const {
  for (const JsonMember& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Json* Json::Set(std::string_view key, Json value) {
  for (JsonMember& member : members) {
    if (member.key != key) continue;
    member.value = std::move(value);
    return &member.value;
  }
  members.push_back({std::string(key), std::move(value)});
  return &members.back().value;
}

bool Equal(const Json& a, const Json& b) {
  if (a.IsNumber() && b.IsNumber()) {
    if (a.type == b.type && a.type == Json::Type::kInteger) return a.integer == b.integer;
    return a.AsDouble() == b.AsDouble();
  }
  if (a.type != b.type) return false;
  switch (a.type) {
    case Json::Type::kBoolean:
      return a.boolean == b.boolean;
    case Json::Type::kString:
      return a.text == b.text;
    case Json::Type::kArray:
      return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), Equal);
    case Json::Type::kObject:
      return a.members.size() == b.members.size() &&
             std::all_of(a.members.begin(), a.members.end(), [&b](const JsonMember& member) {
               const Json* other = b.Find(member.key);
               return other != nullptr && Equal(member.value, *other);
             });
    default:
      return true;
  }
}

std::string WriteJson(const Json& value, Show show) {
  std::string out;
  Write(value, show, &out);
  return out;
}

}  // namespace griot::config
