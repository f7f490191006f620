#include "plugins/history_import/door/options.h"

#include "griot/options.hpp"

namespace griot::history_import {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "path": {
      "type": "string", "pattern": "^(/[A-Za-z0-9._~-]+)+$", "default": "/v1/import",
      "description": "Where lines of past events are posted"
    },
    "max_body": {
      "type": "integer", "minimum": 1024, "maximum": 67108864, "default": 8388608,
      "description": "The longest request body in bytes, unpacked; longer ones are answered 413"
    },
    "max_event": {
      "type": "integer", "minimum": 512, "maximum": 1048576, "default": 1048576,
      "description": "The longest line in bytes; longer ones are refused and the others kept"
    }
  }
})json";

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("path", &options.path);
  read.Number("max_body", &options.max_body);
  read.Number("max_event", &options.max_event);
  if (!options.path.starts_with('/')) throw OptionError("path: must begin with a slash");
  return options;
}

}  // namespace griot::history_import
