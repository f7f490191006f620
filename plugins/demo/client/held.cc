#include "client/held.h"

#include <algorithm>

#include "griot/json.hpp"
#include "griot/time.hpp"

namespace griot::demo {

bool Held::TakeTurn() {
  return database_
             .Run("select pg_try_advisory_lock(hashtext('griot.demo.live'), hashtext($1))", {id_})
             .text(0, 0) == "t";
}

std::optional<Wish> Held::Read() {
  const pg::Rows rows = database_.Run(
      "select settings->>'demo' from projects where id = $1 and settings ? 'demo'", {id_});
  json::Document document;
  json::Scratch scratch;
  if (rows.size() == 0 || !document.Parse(rows.text(0, 0)).ok()) return std::nullopt;
  const json::Value mark = document.root();
  const auto users = mark.Find("users").uint64(), days = mark.Find("days").uint64(),
             seed = mark.Find("seed").uint64();
  const auto business = mark.Find("business").string(scratch);
  const std::optional<std::string> name =
      business ? std::optional<std::string>(*business) : std::nullopt;
  const auto end = ParseIso(mark.Find("end").string(scratch).value_or(""));
  if (!users || !days || !seed || !name || !end) return std::nullopt;
  return Wish{static_cast<uint32_t>(*users), static_cast<uint32_t>(*days), *seed, *end, *name};
}

int64_t Held::ToldUntil(int64_t end) {
  const pg::Rows rows = database_.Run(
      "select (extract(epoch from told_until) * 1000000)::bigint from demo_progress "
      "where project = $1",
      {id_});
  return rows.size() == 0 ? end : std::max(end, rows.int8(0, 0));
}

void Held::SetTold(int64_t until) {
  database_.Run(
      "insert into demo_progress values ($1, $2) on conflict (project) "
      "do update set told_until = excluded.told_until",
      {id_, IsoString(until)});
}

Held::Pause::Pause(Held& held)
    : held_(held),
      has_(held.database_
               .Run("select pg_try_advisory_lock_shared(hashtext('griot.demo'), hashtext($1))",
                    {held.id_})
               .text(0, 0) == "t") {}

Held::Pause::~Pause() {
  if (!has_) return;
  try {
    held_.database_.Run("select pg_advisory_unlock_shared(hashtext('griot.demo'), hashtext($1))",
                        {held_.id_});
  } catch (const pg::Error&) {
    // With the connection the lock is gone.
  }
}

}  // namespace griot::demo
