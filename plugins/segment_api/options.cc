#include "plugins/segment_api/options.h"

#include "griot/door/limits.hpp"
#include "griot/options.hpp"

namespace griot::segment_api {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "prefix": {
      "type": "string", "pattern": "^(/[A-Za-z0-9._~-]+)+$", "default": "/v1",
      "description": "What stands before /track, /batch, /t, /projects and so on; clients expect it to end in /v1"
    },
    "max_body": {
      "type": "integer", "minimum": 1024, "maximum": 67108864, "default": 512000,
      "description": "The longest request body in bytes, unpacked; longer ones are answered 413"
    },
    "max_event": {
      "type": "integer", "minimum": 512, "maximum": 1048576, "default": 32768,
      "description": "The longest event in bytes of JSON; in a batch longer ones are refused and the others kept"
    },
    "channel": {
      "type": "string", "minLength": 1, "maxLength": 64, "default": "web",
      "description": "The channel of all events"
    },
    "channel_from_context": {
      "type": "boolean", "default": false,
      "description": "Let an event's context.channel name its channel instead; Segment's clients put other things there (client, server, mobile)"
    },
    "keep_ip": {
      "type": "boolean", "default": false,
      "description": "Keep a browser's address as context.ip, for stages that look up places"
    },
    "public_url": {
      "type": "string", "pattern": "^(https?://[^/?#\\s]+)?$", "default": "",
      "description": "Where browsers reach this door, such as https://events.example.com; empty: as they asked for their settings"
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
  read.Text("prefix", &options.prefix);
  read.Number("max_body", &options.max_body);
  read.Number("max_event", &options.max_event);
  read.Text("channel", &options.channel);
  read.Flag("channel_from_context", &options.channel_from_context);
  read.Flag("keep_ip", &options.keep_ip);
  read.Texts("key_secrets", &options.key_secrets);
  read.Text("public_url", &options.public_url);
  if (!options.prefix.starts_with('/') || options.prefix.ends_with('/')) {
    throw OptionError("prefix: must begin with a slash, and end without one");
  }
  if (options.channel.empty() || Longer(options.channel, kMostChannelChars)) {
    throw OptionError("channel: must have 1 to 64 characters");
  }
  return options;
}

}  // namespace griot::segment_api
