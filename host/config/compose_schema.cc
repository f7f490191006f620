#include <algorithm>
#include <initializer_list>
#include <utility>

#include "host/config/config.h"
#include "host/config/json.h"

namespace griot::config {
namespace {

constexpr const char* kNamePattern = "^[a-z][a-z0-9_-]{0,62}$";

// Only literals of this file and schemas that were read before get here.
Json Literal(std::string_view text) {
  std::string error;
  return ParseJson(text, &error).value_or(Json());
}

Json List(std::vector<Json> items) {
  Json list;
  list.type = Json::Type::kArray;
  list.items = std::move(items);
  return list;
}

bool IsContainer(const Json& schema) {
  const Json* type = schema.Find("type");
  if (type == nullptr) return schema.Find("properties") != nullptr;
  auto holds = [](const Json& name) { return name.text == "object" || name.text == "array"; };
  return holds(*type) || std::any_of(type->items.begin(), type->items.end(), holds);
}

// Any text does for this schema, so "${NAME}" does too.
bool TakesAnyText(const Json& schema) {
  for (const JsonMember& member : schema.members) {
    const std::string& key = member.key;
    bool says_nothing = key == "description" || key == "title" || key == "default" ||
                        key == "writeOnly" || key == "examples";
    bool text = key == "type" && member.value.text == "string";
    if (!says_nothing && !text) return false;
  }
  return true;
}

// An editor sees the file before variables are applied: wherever a scalar is restricted, "${NAME}"
// must be good as well.
Json WithVariables(Json schema) {
  if (schema.type != Json::Type::kObject) return schema;
  for (JsonMember& member : schema.members) {
    if (member.key == "properties") {
      for (JsonMember& property : member.value.members) {
        property.value = WithVariables(std::move(property.value));
      }
    } else if (member.key == "items" || member.key == "additionalProperties") {
      member.value = WithVariables(std::move(member.value));
    }
  }
  bool reference = schema.Find("$ref") != nullptr;  // what it names is made so itself
  if (reference || IsContainer(schema) || TakesAnyText(schema)) return schema;
  Json outer = Json::Object();
  for (const char* key : {"title", "description", "default"}) {
    if (const Json* value = schema.Find(key)) outer.Set(key, *value);
  }
  outer.Set("anyOf", List({std::move(schema), Literal(R"({"type":"string","pattern":"\\$\\{"})")}));
  return outer;
}

Json StageSchema(const std::vector<Catalogue::Entry>& plugins, Kind kind) {
  std::vector<Json> ids, options;
  for (const Catalogue::Entry& plugin : plugins) {
    if ((plugin.kinds & KindBit(kind)) == 0) continue;
    ids.push_back(Json::String(plugin.id));
    Json condition = Literal(R"({"required":["plugin"]})");
    Json name = Json::Object();
    name.Set("const", Json::String(plugin.id));
    condition.Set("properties", Json::Object())->Set("plugin", std::move(name));
    Json then = Json::Object();
    Json reference = Json::Object();
    reference.Set("$ref", Json::String("#/definitions/options_" + plugin.id));
    then.Set("properties", Json::Object())->Set("options", std::move(reference));
    Json rule = Json::Object();
    rule.Set("if", std::move(condition));
    rule.Set("then", std::move(then));
    options.push_back(std::move(rule));
  }
  Json stage = Literal(R"({"type":"object","required":["plugin"],"additionalProperties":false})");
  Json* properties = stage.Set("properties", Json::Object());
  Json name = Literal(
      R"({"type":"string","description":"Its name in this pipeline; by default the plugin's."})");
  name.Set("pattern", Json::String(kNamePattern));
  properties->Set("id", std::move(name));
  Json plugin = Literal(R"({"type":"string","description":"Which plugin does it."})");
  if (!ids.empty()) plugin.Set("enum", List(std::move(ids)));
  properties->Set("plugin", std::move(plugin));
  properties->Set("options", Literal(R"({"type":["object","null"]})"));
  if (kind == Kind::kSink) {
    properties->Set("mode", Literal(R"({"enum":["required","best_effort"],"default":"required",
      "description":"best_effort: this sink's failures hold nothing back."})"));
  }
  if (!options.empty()) stage.Set("allOf", List(std::move(options)));
  return stage;
}

constexpr std::string_view kFileSchema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "griot pipeline file",
  "type": "object",
  "required": ["griot"],
  "additionalProperties": false,
  "properties": {
    "griot": {"const": 1, "description": "Version of this format."},
    "http": {
      "type": "object", "required": ["listen"], "additionalProperties": false,
      "properties": {
        "listen": {"type": "string", "description": "host:port or [v6]:port."},
        "workers": {"type": "integer", "minimum": 0, "maximum": 256, "description": "Threads that read sockets; 0: as many as fit the machine."},
        "trusted_proxies": {"type": "array", "items": {"type": "string"}, "description": "Addresses or blocks whose X-Forwarded-For is believed."}
      }
    },
    "memory": {"type": "string", "description": "What all batches together may hold, for instance 256MiB.", "default": "256MiB"},
    "swap": {
      "type": "object", "additionalProperties": false,
      "description": "What a new version of a running stage has to stand before the old one goes.",
      "properties": {
        "probation": {"type": "string", "description": "At least so long.", "default": "10s"},
        "batches": {"type": "integer", "minimum": 0, "description": "And so many batches.", "default": 50},
        "deadline": {"type": "string", "description": "Of each call of the plugin.", "default": "5s"},
        "memory": {"type": "string", "description": "What the process may grow meanwhile.", "default": "128MiB"}
      }
    },
    "plugins": {"type": ["array", "null"], "items": {"type": "string"}, "description": "Folders of plugins, from this file's folder."},
    "pipelines": {
      "type": ["object", "null"],
      "propertyNames": {"pattern": "^[a-z][a-z0-9_-]{0,62}$"},
      "additionalProperties": {
        "type": "object", "required": ["sources", "sinks"], "additionalProperties": false,
        "properties": {
          "sources": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/source"}},
          "transforms": {"type": ["array", "null"], "items": {"$ref": "#/definitions/transform"}},
          "sinks": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/sink"}},
          "lanes": {"type": "integer", "minimum": 0, "maximum": 256, "description": "Threads; 0: as many as fit the machine."}
        }
      }
    },
    "services": {"type": ["array", "null"], "items": {"$ref": "#/definitions/service"}}
  }
})";

}  // namespace

std::string ComposeSchema(const std::vector<Catalogue::Entry>& plugins) {
  Json file = Literal(kFileSchema);
  Json definitions = Json::Object();
  for (Kind kind : {Kind::kSource, Kind::kTransform, Kind::kSink, Kind::kService}) {
    definitions.Set(KindName(kind), WithVariables(StageSchema(plugins, kind)));
  }
  for (const Catalogue::Entry& plugin : plugins) {
    std::string error;
    // A schema that is no JSON is a problem of each file that uses the plugin, not of this one.
    Json options = ParseJson(plugin.schema_json, &error).value_or(Json::Object());
    // A resolver would take these for the address of the whole file.
    std::erase_if(options.members, [](const JsonMember& member) {
      return member.key == "$schema" || member.key == "$id" || member.key == "id";
    });
    definitions.Set("options_" + plugin.id, WithVariables(std::move(options)));
  }
  file = WithVariables(std::move(file));
  file.Set("definitions", std::move(definitions));
  return WriteJson(file);
}

}  // namespace griot::config
