#include "partitions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "griot/time.hpp"

namespace griot::postgres {

namespace {

// Made in one transaction: more of them, of an import that brings decades at once, would need more
// locks than Postgres has by default, and more time than a batch is given.
constexpr size_t kMonthsAtOnce = 12;

}  // namespace

PgError Partitions::Ensure(Connection& connection, std::span<const int32_t> months,
                           Deadline deadline) {
  std::vector<int32_t> missing;
  for (const int32_t month : months) {
    if (!known_.contains(month)) missing.push_back(month);
  }
  for (size_t begin = 0; begin < missing.size(); begin += kMonthsAtOnce) {
    const auto some =
        std::span(missing).subspan(begin).first(std::min(kMonthsAtOnce, missing.size() - begin));
    const PgError error = Make(connection, some, deadline);
    if (!error.ok()) return error;
  }
  return {};
}

PgError Partitions::Make(Connection& connection, std::span<const int32_t> months,
                         Deadline deadline) {
  ArrayParam days(kDate);
  for (const int32_t month : months) {
    const int64_t day = DaysFromCivil(1970 + month / 12, month % 12 + 1, 1);
    days.Int4(static_cast<int32_t>(day - DaysFromCivil(2000, 1, 1)));
  }
  PgError error =
      connection.Exec("select griot_ensure_months($1::date[])", Params().Add(days), deadline);
  // What the function declines (a far future) counts as known too: its events are refused anyway.
  if (error.ok()) known_.insert(months.begin(), months.end());
  return error;
}

PgError Partitions::EnsureAhead(Connection& connection, griot_time now, Deadline deadline) {
  const CivilDay today = CivilFromDays(now / kDay);
  const int32_t month = (today.year - 1970) * 12 + today.month - 1;
  return Ensure(connection, std::array<int32_t, 3>{month, month + 1, month + 2}, deadline);
}

}  // namespace griot::postgres
