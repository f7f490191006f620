#pragma once

#include <sys/random.h>

#include <stdexcept>

#include "griot/uuid.hpp"

namespace griot {
inline namespace sdk_v1 {

// A seed for UuidV7, from the system's random source. Throws when that gives none.
inline UuidV7::Seed RandomSeed() {
  UuidV7::Seed seed{};
  if (getrandom(seed.data(), sizeof seed, 0) != static_cast<ssize_t>(sizeof seed)) {
    throw std::runtime_error("getrandom: the system gives no random bytes");
  }
  return seed;
}

}  // namespace sdk_v1
}  // namespace griot
