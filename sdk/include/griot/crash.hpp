// Named points at which a test build dies on request, as if by kill -9:
// GRIOT_CRASH_AT=queue.before_exec or GRIOT_CRASH_AT=queue.before_exec:3 (the third time).
// In other builds they are nothing.
#pragma once

#ifdef GRIOT_CRASH_POINTS
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <atomic>

namespace griot {
inline namespace sdk_v1 {
namespace detail {
inline void CrashPoint(const char* name, std::atomic<int>& passed) {
  const char* at = getenv("GRIOT_CRASH_AT");
  if (at == nullptr) return;
  const char* colon = strchr(at, ':');
  const size_t length = colon == nullptr ? strlen(at) : static_cast<size_t>(colon - at);
  if (strlen(name) != length || strncmp(name, at, length) != 0) return;
  const int wanted = colon == nullptr ? 1 : atoi(colon + 1);
  if (passed.fetch_add(1) + 1 == wanted) raise(SIGKILL);
}
}  // namespace detail
}  // namespace sdk_v1
}  // namespace griot

#define GRIOT_CRASH_POINT(name)                            \
  do {                                                     \
    static std::atomic<int> griot_crash_passed{0};         \
    ::griot::detail::CrashPoint(name, griot_crash_passed); \
  } while (false)
#else
#define GRIOT_CRASH_POINT(name) \
  do {                          \
  } while (false)
#endif
