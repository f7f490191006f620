#include "plugins/web_sdk/options.h"

#include "griot/options.hpp"

namespace griot::web_sdk {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "path": {
      "type": "string", "pattern": "^/[^?#]*$", "default": "/v1/capture",
      "description": "Where events are posted, as a path that begins with a slash"
    },
    "health_path": {
      "type": "string", "pattern": "^(/[^?#]*)?$", "default": "/v1/health",
      "description": "Where clients ask whether the door is open; empty: nowhere"
    },
    "handshake_path": {
      "type": "string", "pattern": "^(/[^?#]*)?$", "default": "/v1/handshake",
      "description": "Where tokens for links in chats are asked for, with a key of kind link; empty: nowhere"
    },
    "scripts": {
      "type": "boolean", "default": true,
      "description": "Serve /griot.js, /sdk.js and /analytics.js; of several stages of one griot one can"
    },
    "max_body": {
      "type": "integer", "minimum": 1024, "maximum": 67108864, "default": 8388608,
      "description": "The longest request body in bytes, unpacked; longer ones are answered 413"
    },
    "max_event": {
      "type": "integer", "minimum": 512, "maximum": 1048576, "default": 32768,
      "description": "The longest event in bytes of JSON; longer ones are refused, the others kept"
    },
    "keep_ip": {
      "type": "boolean", "default": false,
      "description": "Keep the client's address as context.ip, for stages that look up places"
    },
    "key_secrets": {
      "type": "array", "items": {"type": "string", "writeOnly": true}, "default": [], "writeOnly": true,
      "description": "The deployment's GRIOT_KEY_SECRET, which the secrets of keys follow from; two while you exchange it. Empty texts are passed over"
    }
  }
})json";

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("path", &options.path);
  read.Text("health_path", &options.health_path);
  read.Text("handshake_path", &options.handshake_path);
  read.Flag("scripts", &options.scripts);
  read.Number("max_body", &options.max_body);
  read.Number("max_event", &options.max_event);
  read.Flag("keep_ip", &options.keep_ip);
  read.Texts("key_secrets", &options.key_secrets);
  if (!options.path.starts_with('/')) throw OptionError("path: must begin with a slash");
  if (options.path == options.health_path) {
    throw OptionError("health_path: is the same as path; give it another, or leave it empty");
  }
  if (options.path == options.handshake_path) {
    throw OptionError("handshake_path: is the same as path; give it another, or leave it empty");
  }
  return options;
}

}  // namespace griot::web_sdk
