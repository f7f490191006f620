// Texts and results: the small glue between C++ and the C types.
#pragma once

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "griot/abi/types.h"

namespace griot {
inline namespace sdk_v1 {

inline std::string_view View(griot_str s) { return {s.data, static_cast<size_t>(s.size)}; }
inline griot_str Str(std::string_view s) { return {s.data(), s.size()}; }

// What a call came to: a result code and, unless it is OK, why.
struct [[nodiscard]] Status {
  griot_result code = GRIOT_OK;
  std::string text;

  bool ok() const { return code == GRIOT_OK; }
  static Status Ok() { return {}; }
  static Status Idle() { return {GRIOT_IDLE, {}}; }
  static Status Retry(std::string why) { return {GRIOT_RETRY, std::move(why)}; }
  static Status Invalid(std::string why) { return {GRIOT_INVALID, std::move(why)}; }
  static Status Fatal(std::string why) { return {GRIOT_FATAL, std::move(why)}; }
  static Status Unsupported(std::string why) { return {GRIOT_UNSUPPORTED, std::move(why)}; }
};

// Thrown by a stage's constructor when its options cannot be used; the host prints the text.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// In a constructor: what cannot be had there makes the stage's options unusable.
inline void Require(const Status& status) {
  if (!status.ok()) throw OptionError(status.text);
}

namespace detail {

inline void SetError(griot_error* error, std::string_view text) noexcept {
  if (error == nullptr || error->capacity == 0) return;
  const size_t n = std::min<size_t>(text.size(), error->capacity - 1);
  std::memcpy(error->text, text.data(), n);
  error->text[n] = '\0';
}

inline griot_result Finish(const Status& status, griot_error* error) noexcept {
  if (status.code != GRIOT_OK && status.code != GRIOT_IDLE) SetError(error, status.text);
  return status.code;
}

// Runs `body` (which returns a Status) so that no exception leaves the plugin.
template <class Body>
griot_result Guard(griot_error* error, Body&& body) noexcept {
  try {
    return Finish(body(), error);
  } catch (const OptionError& e) {
    SetError(error, e.what());
    return GRIOT_INVALID;
  } catch (const std::exception& e) {
    SetError(error, e.what());
    return GRIOT_FATAL;
  } catch (...) {
    SetError(error, "an exception that is no std::exception");
    return GRIOT_FATAL;
  }
}

// Calls a host function that reports through griot_error, and gives a Status.
template <class Call>
Status Ask(Call&& call) {
  char text[4096];  // a stage may list several problems
  text[0] = '\0';
  griot_error error{sizeof(griot_error), sizeof text, text};
  const griot_result result = call(&error);
  return {result, std::string(text)};
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace griot
