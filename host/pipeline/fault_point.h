// Named points at which a test build fails on request, so that tests can show what becomes of a
// failure there: GRIOT_FAIL_AT=swap.load. In other builds they never fail.
//
// Each is a crash point of the same name as well (griot/crash.hpp).
#pragma once

#include <cstdlib>
#include <string_view>

#include "griot/cpp/status.hpp"
#include "griot/crash.hpp"

namespace griot::host {

inline Status FaultAt([[maybe_unused]] std::string_view name) {
#ifdef GRIOT_CRASH_POINTS
  const char* const at = std::getenv("GRIOT_FAIL_AT");
  if (at != nullptr && name == at) return Status::Fatal("a failure was asked for here");
#endif
  return Status::Ok();
}

}  // namespace griot::host

// A Status, as FaultAt says.
#define GRIOT_FAULT_POINT(name) (::griot::host::PassPoint([] { GRIOT_CRASH_POINT(name); }, name))

namespace griot::host {

template <class Crash>
Status PassPoint(Crash crash, std::string_view name) {
  crash();
  return FaultAt(name);
}

}  // namespace griot::host
