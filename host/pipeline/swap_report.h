// What became of a swap, for people and for machines.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "host/pipeline/probation.h"
#include "host/pipeline/shadow.h"

namespace griot::host {

// Plain data.
struct SwapReport {
  enum class State { kRefused, kShadow, kGate, kProbation, kPermanent, kRolledBack };

  uint64_t number = 0;  // of this process
  std::string stage, plugin, file;
  std::string from_version, from_sha256, to_version, to_sha256;
  State state = State::kRefused;
  std::string step;  // where it was refused, or what it is doing
  std::string why;   // refused, rolled back
  bool resident = false;
  std::string note;     // what else the operator should know
  int64_t seconds = 0;  // since the new version serves
  std::vector<Probation::Report> lanes;
  ShadowReport shadow;  // of all lanes together

  std::string Json() const;
  static const char* NameOf(State state);
};

}  // namespace griot::host
