#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include "griot/json/value.hpp"

namespace griot::testing {

// Collects what the SDK said and has oracle.py judge it. Not thread-safe.
class Oracle {
 public:
  // Starts a line; then its fields.
  Oracle& Ask(std::string_view kind);
  Oracle& Hex(std::string_view bytes);
  Oracle& Text(std::string_view text);

  // Fails the running test when any line is wrong, or not all were judged.
  void Judge();

 private:
  std::string lines_;
  std::size_t count_ = 0;
};

// A value in the form in which oracle.py writes it.
std::string Dump(json::Value value);

// A random text that follows the grammar, with odd spaces, escapes, numbers and repeated names.
std::string RandomJson(std::mt19937_64& random, int depth);
// The same, and always an object.
std::string RandomObject(std::mt19937_64& random, int depth);
// The text with a few bytes changed, put in or taken out.
std::string Mutated(std::string text, std::mt19937_64& random);

inline std::size_t Below(std::mt19937_64& random, std::size_t bound) { return random() % bound; }

}  // namespace griot::testing
