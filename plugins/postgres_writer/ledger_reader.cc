#include "ledger_reader.h"

#include "griot/cpp/status.hpp"
#include "link.h"

namespace griot::postgres {
namespace {

constexpr char kSql[] =
    "select project, source, sum(accepted)::bigint, sum(stored)::bigint, sum(duplicate)::bigint, "
    "sum(filtered)::bigint, sum(dead)::bigint from ledger group by 1, 2 order by 1, 2";

}  // namespace

PgError LedgerReader::Fetch(Deadline deadline, Result* result) {
  if (!connection_.open()) {
    PgError error = connection_.Open(url_, deadline, {});
    if (error.ok()) error = ActAs(connection_, "griot_writer", deadline);
    if (!error.ok()) {
      connection_.Close();
      return error;
    }
  }
  return connection_.Exec(kSql, deadline, result);
}

PgError LedgerReader::Read(const Take& take) {
  const std::lock_guard lock(mutex_);
  const Deadline deadline = Clock::now() + std::chrono::seconds(3);
  Result result;
  PgError error = Fetch(deadline, &result);
  // The connection may have died of old age since the last time.
  if (error.fault == Fault::kLost) error = Fetch(deadline, &result);
  for (int row = 0; error.ok() && row < result.rows(); ++row) {
    const auto count = [&](int column) { return static_cast<uint64_t>(result.int8(row, column)); };
    griot_ledger_row out{};
    out.struct_size = sizeof out;
    out.project = Str(result.text(row, 0));
    out.source = Str(result.text(row, 1));
    out.accepted = count(2);
    out.stored = count(3);
    out.duplicate = count(4);
    out.filtered = count(5);
    out.dead = count(6);
    take(out);
  }
  return error;
}

}  // namespace griot::postgres
