// From what griot has done so far, twice, to what it does a second.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/pipeline/stage_load.h"

namespace griot::host {

// One answer to {"op":"top"}. Plain data.
struct TopSample {
  struct Stage {
    std::string name, kind, plugin;
    uint64_t generation = 0, instances = 0;
    std::optional<uint64_t> queue;
    StageLoad::Counts counts;
  };
  struct Pipeline {
    std::string name;
    uint64_t lanes = 0, waiting = 0;
    std::vector<Stage> stages;
  };
  std::string version;
  int64_t at = 0;  // microseconds that griot has run
  bool ready = false;
  uint64_t memory_used = 0, memory_budget = 0, connections = 0;
  std::vector<Pipeline> pipelines;

  // Nothing: that is no such answer.
  static std::optional<TopSample> Parse(std::string_view answer);
};

// What happened between two samples. Plain data.
struct TopRates {
  struct Stage {
    std::string name, kind, plugin;
    uint64_t generation = 0;
    double events = 0, filtered = 0, dead = 0, duplicate = 0, failures = 0;  // a second
    double busy = 0;                 // of the time of its instances, 0 … 1
    std::optional<double> p50, p99;  // seconds of a call, of a source until settled; none: no call
    std::optional<uint64_t> queue;
  };
  struct Pipeline {
    std::string name;
    uint64_t lanes = 0, waiting = 0;
    double in = 0;  // events a second that its sources brought
    std::vector<Stage> stages;
  };
  double seconds = 0;
  TopSample now;
  std::vector<Pipeline> pipelines;

  // A stage that `before` does not know, or that has begun anew since, counts from nothing.
  static TopRates Between(const TopSample& before, TopSample now);
  // One line.
  std::string Json() const;
};

}  // namespace griot::host
