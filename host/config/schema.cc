#include "host/config/schema.h"

#include <algorithm>
#include <array>
#include <utility>

#include "host/config/scalar.h"
#include "host/config/text.h"

namespace griot::config {
namespace {

// Say nothing about which values are good.
constexpr std::string_view kAnnotations[] = {"$schema", "$id",      "id",          "$comment",
                                             "title",   "examples", "description", "deprecated"};

bool IsAnnotation(std::string_view key) {
  return std::find(std::begin(kAnnotations), std::end(kAnnotations), key) != std::end(kAnnotations);
}

unsigned TypeOf(std::string_view name) {
  static constexpr std::pair<std::string_view, unsigned> kTypes[] = {
      {"null", kNull},     {"boolean", kBoolean}, {"integer", kInteger}, {"number", kNumber},
      {"string", kString}, {"array", kArray},     {"object", kObject}};
  for (const auto& [known, bit] : kTypes) {
    if (known == name) return bit;
  }
  return 0;
}

unsigned TypeOf(const Json& value) {
  static constexpr std::array<unsigned, 7> kBits = {kNull,   kBoolean, kInteger, kNumber,
                                                    kString, kArray,   kObject};
  return kBits[static_cast<size_t>(value.type)];
}

class Compiler {
 public:
  explicit Compiler(std::vector<std::string>* errors) : errors_(errors) {}

  Schema Compile(const Json& json, const std::string& at) {
    Schema schema;
    if (json.type != Json::Type::kObject) {
      Fail(at, "a schema must be an object");
      return schema;
    }
    for (const JsonMember& member : json.members) {
      Keyword(member.key, member.value, at + "/" + member.key, &schema);
    }
    // So that a variable's text can be typed by what the list of values asks.
    if (schema.types == 0) {
      for (const Json& value : schema.allowed) schema.types |= TypeOf(value);
    }
    return schema;
  }

 private:
  void Fail(const std::string& at, std::string_view what) {
    errors_->push_back((at.empty() ? "/" : at) + ": " + std::string(what));
  }

  void Keyword(std::string_view key, const Json& value, const std::string& at, Schema* schema) {
    if (key == "description" && value.type == Json::Type::kString) schema->description = value.text;
    if (IsAnnotation(key)) return;
    if (key == "type") return Types(value, at, schema);
    if (key == "properties") return Properties(value, at, schema);
    if (key == "required") return Required(value, at, schema);
    if (key == "additionalProperties") return Additional(value, at, schema);
    if (key == "items") {
      schema->items = std::make_unique<Schema>(Compile(value, at));
      return;
    }
    if (key == "enum") return Enum(value, at, schema);
    if (key == "const") return schema->allowed.assign(1, value);
    if (key == "minimum") return Limit(value, at, &schema->minimum);
    if (key == "maximum") return Limit(value, at, &schema->maximum);
    if (key == "minLength") return Count(value, at, &schema->min_length);
    if (key == "maxLength") return Count(value, at, &schema->max_length);
    if (key == "minItems") return Count(value, at, &schema->min_items);
    if (key == "maxItems") return Count(value, at, &schema->max_items);
    if (key == "pattern") return Pattern(value, at, schema);
    if (key == "format") return FormatName(value, at, schema);
    if (key == "default") {
      schema->default_value = value;
      return;
    }
    if (key == "writeOnly") {
      if (value.type != Json::Type::kBoolean) return Fail(at, "must be true or false");
      schema->secret = value.boolean;
      return;
    }
    if (key == "anyOf" || key == "oneOf") return Alternatives(value, at, schema);
    Fail(at, "unsupported keyword");
  }

  void Types(const Json& value, const std::string& at, Schema* schema) {
    auto add = [&](const Json& name) {
      unsigned bit = name.type == Json::Type::kString ? TypeOf(name.text) : 0;
      if (bit == 0) Fail(at, "not a JSON type");
      schema->types |= bit;
    };
    if (value.type != Json::Type::kArray) return add(value);
    if (value.items.empty()) Fail(at, "must not be empty");
    for (const Json& name : value.items) add(name);
  }

  void Properties(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kObject) return Fail(at, "must be an object");
    for (const JsonMember& member : value.members) {
      schema->properties.push_back({member.key, Compile(member.value, at + "/" + member.key)});
    }
  }

  void Required(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kArray) return Fail(at, "must be a list of names");
    for (const Json& name : value.items) {
      if (name.type != Json::Type::kString) return Fail(at, "must be a list of names");
      schema->required.push_back(name.text);
    }
  }

  void Additional(const Json& value, const std::string& at, Schema* schema) {
    if (value.type == Json::Type::kBoolean) {
      schema->closed = !value.boolean;
      return;
    }
    schema->additional = std::make_unique<Schema>(Compile(value, at));
  }

  void Enum(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kArray || value.items.empty()) {
      return Fail(at, "must be a list of values, not empty");
    }
    schema->allowed = value.items;
  }

  void Limit(const Json& value, const std::string& at, std::optional<double>* limit) {
    if (!value.IsNumber()) return Fail(at, "must be a number");
    *limit = value.AsDouble();
  }

  void Count(const Json& value, const std::string& at, std::optional<uint64_t>* count) {
    if (value.type != Json::Type::kInteger || value.integer < 0) {
      return Fail(at, "must be an integer, 0 or more");
    }
    *count = static_cast<uint64_t>(value.integer);
  }

  void Pattern(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kString) return Fail(at, "must be a string");
    schema->pattern = config::Pattern::Compile(value.text);
    if (!schema->pattern) Fail(at, "not a regular expression");
  }

  void FormatName(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kString) return Fail(at, "must be a string");
    if (value.text == "duration") {
      schema->format = Format::kDuration;
    } else if (value.text == "size") {
      schema->format = Format::kSize;
    } else if (value.text == "uri") {
      schema->format = Format::kUri;
    } else if (value.text == "file") {
      schema->format = Format::kFile;
    } else {
      Fail(at, "unsupported format " + Quoted(value.text) + " (known: duration, size, uri, file)");
    }
  }

  void Alternatives(const Json& value, const std::string& at, Schema* schema) {
    if (value.type != Json::Type::kArray || value.items.empty()) {
      return Fail(at, "must be a list of schemas, not empty");
    }
    std::vector<Schema> branches;
    for (size_t i = 0; i < value.items.size(); ++i) {
      branches.push_back(Compile(value.items[i], at + "/" + std::to_string(i)));
    }
    schema->alternatives.push_back(std::move(branches));
  }

  std::vector<std::string>* errors_;
};

}  // namespace

const Schema* Schema::Property(std::string_view name) const {
  for (const auto& [known, schema] : properties) {
    if (known == name) return &schema;
  }
  return nullptr;
}

std::unique_ptr<Schema> CompileSchema(std::string_view text, std::vector<std::string>* errors) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return std::make_unique<Schema>();
  std::string error;
  std::optional<Json> json = ParseJson(text, &error);
  if (!json) {
    errors->push_back("not JSON: " + error);
    return nullptr;
  }
  size_t before = errors->size();
  auto schema = std::make_unique<Schema>(Compiler(errors).Compile(*json, ""));
  bool takes_object = schema->types == 0 || (schema->types & kObject) != 0;
  if (!takes_object) errors->push_back("/type: options are always an object");
  if (errors->size() > before) return nullptr;
  return schema;
}

}  // namespace griot::config
