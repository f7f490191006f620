#include "store_command.h"

#include "link.h"

namespace griot::postgres {

bool StoreCommand::Connect(const std::string& role, int* exit_code) {
  const auto url = Env("GRIOT_PG");
  if (!url) {
    *exit_code = Fail(kConfiguration, kNoDatabase);
    return false;
  }
  const Deadline deadline = Clock::now() + std::chrono::seconds(5);
  PgError error = connection_.Open(*url, deadline, {});
  if (error.ok()) error = ActAs(connection_, role, deadline);
  if (!error.ok()) *exit_code = Fail(error);
  return error.ok();
}

}  // namespace griot::postgres
