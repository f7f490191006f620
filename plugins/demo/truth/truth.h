#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace griot::demo {

// A wait of a customer for an answer, and how it ended.
struct Wait {
  enum class End { kAnswered, kAnsweredByAgent, kResolved, kMissed, kOpen };
  std::string phone;
  int64_t since = 0;   // microseconds since 1970
  int64_t ended = 0;   // of an answer
  bool night = false;  // it began at night
  End end = End::kOpen;
};

struct SessionTruth {
  uint64_t all = 0, engaged = 0, converted = 0;
  std::vector<double> seconds;  // from the first to the last own event, of those with two
};

struct MessageTruth {
  uint64_t attempted = 0, sent = 0, delivered = 0, read = 0, failed = 0, replied = 0, clicked = 0;
};

struct PersonTruth {
  std::vector<std::string> identifiers;  // "phone:+254…"
};

// Checkouts and purchases on one kind of device, in the days in which a step of it is broken.
struct DeviceTruth {
  uint64_t checkouts = 0, purchases = 0;
};

// What is true of a history, known from making it and from the definitions alone: no code or SQL of
// griot's has a part in it. Plain data.
struct Truth {
  std::map<std::string, std::map<std::string, uint64_t>> events;  // by channel, by name
  uint64_t stored = 0, sent = 0, duplicates = 0;
  std::map<std::string, SessionTruth> sessions;  // by channel
  uint64_t visits = 0;
  std::vector<PersonTruth> persons;
  uint64_t active = 0;
  std::map<int64_t, uint64_t> new_people;  // by local day since 1970
  uint64_t signups = 0, purchases = 0, value = 0, buyers = 0;
  std::vector<Wait> waits;
  std::vector<double> resolutions;  // seconds
  std::map<std::string, uint64_t> outcomes;
  std::map<std::string, MessageTruth> templates;
  uint64_t received = 0;                      // messages, each once
  MessageTruth outgoing;                      // of all kinds, campaigns too
  std::map<std::string, DeviceTruth> broken;  // by device
};

// The value below which `share` of them lie, as percentile_cont has it. Of none: 0.
double Percentile(std::vector<double> values, double share);

}  // namespace griot::demo
