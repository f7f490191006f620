#include "plugins/geo_enricher/options.h"

#include "griot/options.hpp"

namespace griot::geo {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "databases": {
      "type": "object", "additionalProperties": false,
      "description": "Files in MaxMind's format of your own, each list asked in its order",
      "properties": {
        "country": {
          "type": "array", "maxItems": 8, "items": {"type": "string", "format": "file"},
          "description": "In place of the one that griot is built with; an empty list: none"
        },
        "city": {
          "type": "array", "maxItems": 8, "items": {"type": "string", "format": "file"},
          "description": "For regions and cities; asked before those of countries"
        }
      }
    },
    "keep_ip": {
      "type": "boolean", "default": false,
      "description": "Leave the address in the event, where it is stored"
    }
  }
})json";

Options ReadOptions(std::string_view json) {
  const OptionReader read(json);
  Options options;
  read.Flag("keep_ip", &options.keep_ip);
  const json::Value databases = read.Find("databases");
  // Told apart: no list, which is the built-in one, and an empty one.
  options.country = {""};
  if (!databases) return options;
  const OptionReader files(databases.raw());
  files.Texts("country", &options.country);
  files.Texts("city", &options.city);
  return options;
}

}  // namespace griot::geo
