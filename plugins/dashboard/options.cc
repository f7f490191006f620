#include "plugins/dashboard/options.h"

#include <algorithm>
#include <thread>

#include "griot/options.hpp"

namespace griot::dashboard {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "required": ["url"],
  "properties": {
    "url": {
      "type": "string", "minLength": 1, "writeOnly": true,
      "description": "Postgres, as a libpq URI or keywords: where the pipelines' store is"
    },
    "public_url": {
      "type": "string", "maxLength": 300,
      "description": "Where browsers reach griot, as https://griot.example.com; empty: the Host header says it"
    },
    "redis": {
      "type": "string", "writeOnly": true,
      "description": "The queue's Redis, as its `url`: collectors tell there of their doors and what they heard"
    },
    "doors": {
      "type": "string", "maxLength": 300,
      "description": "A collector as seen from here, as http://127.0.0.1:8080: test events go there"
    },
    "connections": {
      "type": "integer", "minimum": 0, "maximum": 64, "default": 0,
      "description": "How many requests are worked on at once, each with a connection of its own; 0: one a core of this machine, two at least. More make readers no faster where Postgres shares the cores, and events late"
    },
    "waiting": {
      "type": "integer", "minimum": 1, "maximum": 10000, "default": 64,
      "description": "How many requests may wait for one of them; more are answered 503"
    },
    "statement_timeout": {
      "type": "string", "format": "duration", "default": "15s",
      "description": "How long a report's statement may take before it is given up"
    },
    "rollups": {
      "type": "boolean", "default": true,
      "description": "Whether this process keeps the roll-ups; of several that may, one does"
    }
  }
})json";

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("url", &options.url);
  read.Text("public_url", &options.public_url);
  read.Text("redis", &options.redis);
  read.Text("doors", &options.doors);
  read.Number("connections", &options.connections);
  read.Number("waiting", &options.waiting);
  read.Duration("statement_timeout", &options.statement_timeout);
  read.Flag("rollups", &options.rollups);
  if (options.connections == 0) {
    options.connections = std::max(2u, std::thread::hardware_concurrency());
  }
  if (options.url.empty()) throw OptionError("url: which Postgres?");
  if (options.statement_timeout < std::chrono::milliseconds(1)) {
    throw OptionError("statement_timeout: must be at least 1ms");
  }
  return options;
}

}  // namespace griot::dashboard
