#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "connection.h"
#include "griot/abi/ext/ledger.h"

namespace griot::postgres {

// The ledger's outcomes, over a connection of its own. Any thread; one reads at a time.
class LedgerReader {
 public:
  explicit LedgerReader(std::string url) : url_(std::move(url)) {}

  using Take = std::function<void(const griot_ledger_row&)>;
  PgError Read(const Take& take);

 private:
  PgError Fetch(Deadline deadline, Result* result);

  const std::string url_;
  std::mutex mutex_;
  Connection connection_;
};

}  // namespace griot::postgres
