#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace griot::config {

struct JsonMember;

/// A JSON value, with what is needed to show it safely. Plain data.
struct Json {
  enum class Type : uint8_t { kNull, kBoolean, kInteger, kNumber, kString, kArray, kObject };

  Type type = Type::kNull;
  bool boolean = false;
  bool secret = false;  ///< shown as "***", with all that is in it
  bool file = false;    ///< the text is a file's path
  int64_t integer = 0;
  double number = 0;
  std::string text;
  std::string written;  ///< shown in place of a value that came from ${ENV}, when not empty
  std::vector<Json> items;
  std::vector<JsonMember> members;

  static Json String(std::string_view text);
  static Json Object();
  const Json* Find(std::string_view key) const;
  Json* Set(std::string_view key, Json value);  ///< replaces a member of that name
  bool IsNumber() const { return type == Type::kInteger || type == Type::kNumber; }
  double AsDouble() const { return type == Type::kInteger ? static_cast<double>(integer) : number; }
};

struct JsonMember {
  std::string key;
  Json value;
};

/// Equal as JSON Schema has it: 1 and 1.0 are the same, members have no order.
bool Equal(const Json& a, const Json& b);

enum class Show { kValues, kRedacted };

/// Canonical text: no white space, members sorted by their bytes. kRedacted is fit to be shown.
std::string WriteJson(const Json& value, Show show = Show::kValues);

/// Parses strict JSON: UTF-8 only, no duplicate members, at most 64 levels and 1 MiB.
/// On failure answers nothing and says why in `*error`.
std::optional<Json> ParseJson(std::string_view text, std::string* error);

}  // namespace griot::config
