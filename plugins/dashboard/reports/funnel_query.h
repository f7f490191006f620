#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "griot/uuid.hpp"
#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/reports/funnel_steps.h"

namespace griot::dashboard {

// What was asked: steps and exclusions as JSON lists of an event's name, or of
// {"event": "purchase", "filters": [{"property": "plan", "op": "is", "value": "gold"}]}.
struct FunnelQuestion {
  FunnelRules rules;
  std::vector<std::string> names;    // of the steps, as they were asked for
  std::vector<std::string> events;   // steps first, then exclusions
  std::vector<std::string> filters;  // their filters, as JSON
  bool by_session = false;
  std::string breakdown;  // a property's path; empty: none

  // Throws Problem that names the parameter.
  static FunnelQuestion Read(const Ask& ask);
};

// What an event tells of who had it, as JSON: its country, device, campaign …, and its properties
// ("property:plan"). Plain data; equal texts are kept once, for they live as long as this.
struct FunnelTraits {
  struct Seen {
    int64_t place;  // in order, time and rank
    Uuid id;
    const std::string* json;
    uint32_t matches;  // the steps that it fills, as FunnelEvent has them
  };
  std::unordered_set<std::string> texts;
};

// Somebody, or a session, with how far they came. `value`: the first that is known of the
// breakdown.
struct FunnelMember {
  FunnelRun run;
  std::string value;
  std::vector<FunnelTraits::Seen> seen;  // in order; only where traits are asked for
};

// Everybody who reached step 1. Reads the events in pieces; gives up (503) past 5 million.
std::vector<FunnelMember> RunFunnel(const Ask& ask, const FunnelQuestion& question,
                                    FunnelTraits* traits = nullptr);

}  // namespace griot::dashboard
