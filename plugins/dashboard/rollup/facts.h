#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace griot::dashboard {

class Ask;

// Of what facts are; 0005_facts.sql says by which time each counts, and what its counts and samples
// are.
enum class FactKind : char {
  kSession = 's',
  kMessage = 'm',
  kWait = 'w',
  kChat = 'c',
  kResolution = 'r',
  kAssignment = 'a'
};

// What some of them come to. Plain data.
struct Fact {
  std::vector<int64_t> counts;
  std::vector<double> samples, others;

  int64_t count(size_t i) const { return i < counts.size() ? counts[i] : 0; }
  void Add(const Fact& other);
};

// By the value that they are split by.
using Facts = std::map<std::string, Fact>;

// Which of them: all (dim empty), those with a value of a dim, or split by its values.
struct FactPick {
  std::string dim;
  std::optional<std::string> value;
  bool samples = true;  // whether these are wanted
};

// The facts of each part of the period of `ask`: what is counted from there, and from the rows what
// is not or has changed since. So it is as the rows are now. Stands there as long as `ask` and its
// copies.
const std::vector<Facts>& ReadFacts(const Ask& ask, FactKind kind, const FactPick& pick);
// Of the whole period.
const Facts& AllFacts(const Ask& ask, FactKind kind, const FactPick& pick);
const Fact& FactAt(const Facts& facts, const std::string& value);

// percentile_cont of unordered values; nullopt of none.
std::optional<double> PercentileOf(std::vector<double> values, double p);

}  // namespace griot::dashboard
