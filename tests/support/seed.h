#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace griot::test {

// The seed of a test's random numbers: GRIOT_SEED, else another one each time. Printed, so that a
// failure's log tells how to have it again.
inline uint64_t Seed() {
  const char* const given = std::getenv("GRIOT_SEED");
  const uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  std::cout << "GRIOT_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace griot::test
