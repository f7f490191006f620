#include "options.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "griot/options.hpp"

namespace griot::redis_queue {

const char kOptionsSchema[] = R"json({
  "type": "object",
  "additionalProperties": false,
  "required": ["url"],
  "properties": {
    "url": {
      "type": "string", "format": "uri", "writeOnly": true, "minLength": 8,
      "description": "Where Redis is: redis://[user:password@]host:port[/db] or unix://[user:password@]/path."
    },
    "partitions": {
      "type": "integer", "minimum": 1, "maximum": 1024, "default": 16,
      "description": "Into how many streams the queue is dealt by session key. Fixed when the queue is first used; the same in every process."
    },
    "durability": {
      "type": "string", "enum": ["power_cut", "process"], "default": "power_cut",
      "description": "What an accepted event survives. power_cut: everything (Redis with appendfsync always). process: the death of griot or Postgres and a clean stop of Redis, not its kill or a power cut (appendfsync everysec)."
    },
    "max_events": {
      "type": "integer", "minimum": 1, "default": 2000000,
      "description": "Sink: so many events wait in the queue at most; then clients are told to come back."
    },
    "max_bytes": {
      "type": "string", "format": "size", "default": "1GiB",
      "description": "Sink: so many bytes of events wait in the queue at most."
    },
    "group": {
      "type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$", "default": "griot",
      "description": "Source: the consumer group. Each group gets every event once; the processes of one group share the partitions."
    },
    "groups": {
      "type": "array", "minItems": 1, "maxItems": 16,
      "items": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"},
      "description": "Source: all groups that must have handled an entry before it is trimmed, the one that the depth is measured by first. Default: only `group`. Must hold `group`."
    },
    "lease": {
      "type": "string", "format": "duration", "default": "5s",
      "description": "Source: after so long without a sign of life, a process's partitions are taken over (100ms to 10m)."
    },
    "batch": {
      "type": "integer", "minimum": 1, "maximum": 100000, "default": 5000,
      "description": "Source: about so many events are read at once."
    }
  }
})json";

namespace {

void ReadEndpoint(const OptionReader& read, Options* options) {
  std::string url, why;
  read.Text("url", &url);
  std::optional<RedisUrl> endpoint = ParseRedisUrl(url, &why);
  if (!endpoint) throw OptionError("url: " + why);
  options->endpoint = *std::move(endpoint);
}

void ReadGroups(const OptionReader& read, Options* options) {
  read.Text("group", &options->group);
  read.Texts("groups", &options->groups);
  if (options->groups.empty()) options->groups = {options->group};
  if (std::ranges::find(options->groups, options->group) == options->groups.end()) {
    throw OptionError("groups: must hold this stage's own group, " + options->group);
  }
}

}  // namespace

Options ParseOptions(std::string_view json) {
  const OptionReader read(json);
  Options options;
  ReadEndpoint(read, &options);
  ReadGroups(read, &options);
  read.Number("partitions", &options.partitions);
  read.Number("max_events", &options.max_events);
  read.Size("max_bytes", &options.max_bytes);
  read.Number("batch", &options.batch);
  read.Duration("lease", &options.lease);
  std::string durability = "power_cut";
  read.Text("durability", &durability);
  options.power_cut = durability == "power_cut";
  if (options.max_bytes == 0) throw OptionError("max_bytes: is no size above 0B");
  if (options.lease < std::chrono::milliseconds(100) || options.lease > std::chrono::minutes(10)) {
    throw OptionError("lease: is no duration from 100ms to 10m");
  }
  return options;
}

}  // namespace griot::redis_queue
