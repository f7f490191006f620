#include "upkeep.h"

namespace griot::postgres {
namespace {

constexpr std::chrono::milliseconds kSlice{50};       // of a tick, for all tasks together
constexpr std::chrono::milliseconds kPatience{5000};  // for one call
constexpr std::chrono::seconds kAfterFailure{60};

}  // namespace

PgError Upkeep::Run(Connection& connection, const Context& context) {
  const auto end = Clock::now() + kSlice;
  for (size_t i = 0; i < tasks_.size(); ++i) {
    while (Clock::now() >= due_[i] && Clock::now() < end) {
      Result result;
      const PgError error =
          connection.Exec(tasks_[i].sql.c_str(), Params(), Clock::now() + kPatience, &result);
      if (error.ok()) {
        if (result.int8(0, 0) == 0) due_[i] = Clock::now() + tasks_[i].every;
        continue;
      }
      if (!connection.open()) return error;
      due_[i] = Clock::now() + kAfterFailure;
      context.Warn("upkeep of " + tasks_[i].name + " failed: " + Explain(error));
    }
  }
  return {};
}

}  // namespace griot::postgres
