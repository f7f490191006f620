#include "options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "griot/cpp/status.hpp"
#include "griot/json.hpp"

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

using Unit = std::pair<std::string_view, uint64_t>;
constexpr std::array<Unit, 9> kSizes{{{"B", 1},
                                      {"KB", 1000},
                                      {"MB", 1000'000},
                                      {"GB", 1000'000'000},
                                      {"TB", 1000'000'000'000},
                                      {"KiB", 1ULL << 10},
                                      {"MiB", 1ULL << 20},
                                      {"GiB", 1ULL << 30},
                                      {"TiB", 1ULL << 40}}};
// Nothing below a millisecond is of use to a lease.
constexpr std::array<Unit, 5> kDurations{
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

template <size_t kCount>
std::optional<uint64_t> Measure(std::string_view text, const std::array<Unit, kCount>& units) {
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return std::nullopt;
  for (const auto& [name, factor] : units) {
    if (name != std::string_view(rest, static_cast<size_t>(end - rest))) continue;
    if (number > INT64_MAX / factor) return std::nullopt;
    return number * factor;
  }
  return std::nullopt;
}

class Parser {
 public:
  explicit Parser(std::string_view json) {
    if (!document_.Parse(json).ok()) throw OptionError("the options are no JSON");
  }

  Options Run() {
    ReadEndpoint();
    Number("partitions", &options_.partitions);
    Number("max_events", &options_.max_events);
    Number("batch", &options_.batch);
    options_.power_cut = Text("durability", "power_cut") == "power_cut";
    options_.group = Text("group", options_.group);
    ReadGroups();
    ReadUnits();
    return std::move(options_);
  }

 private:
  void ReadEndpoint() {
    std::string why;
    std::optional<Endpoint> endpoint = ParseUrl(Text("url", ""), &why);
    if (!endpoint) throw OptionError("url: " + why);
    options_.endpoint = *std::move(endpoint);
  }

  void ReadGroups() {
    for (const json::Value group : document_.root().Find("groups").elements()) {
      options_.groups.emplace_back(group.string_raw_nonescaped().value_or(""));
    }
    if (options_.groups.empty()) options_.groups = {options_.group};
    if (std::ranges::find(options_.groups, options_.group) == options_.groups.end()) {
      throw OptionError("groups: must hold this stage's own group, " + options_.group);
    }
  }

  void ReadUnits() {
    const auto bytes = Measure(Text("max_bytes", "1GiB"), kSizes);
    if (!bytes || *bytes == 0) throw OptionError("max_bytes: is no size above 0B");
    options_.max_bytes = *bytes;
    const auto lease = Measure(Text("lease", "5s"), kDurations);
    if (!lease || *lease < 100 || *lease > 600'000) {
      throw OptionError("lease: is no duration from 100ms to 10m");
    }
    options_.lease = std::chrono::milliseconds(*lease);
  }

  std::string Text(std::string_view name, std::string_view otherwise) {
    json::Scratch scratch;
    return std::string(document_.root().Find(name).string(scratch).value_or(otherwise));
  }

  template <class T>
  void Number(std::string_view name, T* to) {
    const auto value = document_.root().Find(name).uint64();
    if (value) *to = static_cast<T>(std::min<uint64_t>(*value, UINT32_MAX * uint64_t{1024}));
  }

  json::Document document_;
  Options options_;
};

}  // namespace

Options ParseOptions(std::string_view json) { return Parser(json).Run(); }

}  // namespace griot::redis_queue
