#pragma once

#include <string>
#include <string_view>

namespace griot::postgres {

// What an error means for the batch that met it.
enum class Fault {
  kNone,
  kLost,    // the connection is gone, or too slow to be told apart from gone
  kAgain,   // deadlock or serialization: the same transaction may succeed at once
  kWait,    // only time, space or a person can heal it; nothing is wrong with the batch
  kFenced,  // a newer owner of the stream has written: this one must let go of it
  kData     // something in the batch is refused, and will be again
};

// Plain data.
struct PgError {
  Fault fault = Fault::kNone;
  std::string sqlstate;  // empty when the server did not speak
  std::string message;

  bool ok() const { return fault == Fault::kNone; }
};

// The one place that sorts errors. griot_can_heal() in sql/migrations is its mirror in the server.
Fault Classify(std::string_view sqlstate);

// For health and logs: what is wrong, and what a person can do about it.
std::string Explain(const PgError& error);

// Why a row was refused, as a short name to count by.
std::string ReasonOf(std::string_view sqlstate);

}  // namespace griot::postgres
