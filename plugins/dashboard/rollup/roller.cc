#include "plugins/dashboard/rollup/roller.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "plugins/dashboard/auth/transaction.h"

namespace griot::dashboard {
namespace {

// Of a step. A step holds back what may be read by transaction (the live feed waits for it), so it
// is to be short: events of one quarter are cheap, those of a history have rows of their own each.
constexpr double kLeastEvents = 500, kMostEvents = 50'000;
constexpr double kStepSeconds = 0.2;
constexpr int kMostDirty = 200;  // quarters
constexpr double kMostBlocks = 500, kMostDays = 30;
constexpr int kMostFactDays = 5;
constexpr std::chrono::minutes kWatchAgain{1};

// How much the next step may do, as this one took.
class Stopwatch {
 public:
  double Next(double now, double least, double most) const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
    // Half or twice as much, at the most: what comes next may be otherwise.
    const double share = std::clamp(kStepSeconds / std::max(took.count(), 1e-3), 0.5, 2.0);
    return std::clamp(now * share, least, most);
  }

 private:
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

bool Locked(Db& db, const char* how) {
  const Result got = db.Run(std::string("select ") + how + "(hashtext('griot.rollups'))");
  return got.text(0, 0) != "f";
}

}  // namespace

bool Roller::Step() {
  WatchFacts();
  Transaction transaction(db_);
  if (!Locked(db_, "pg_try_advisory_xact_lock")) {
    transaction.Commit();
    return false;
  }
  // Who forgets waits for us, or we for them: never both within one moment.
  db_.Run("select griot_forgetting()");
  const Result state = db_.Run("select up_to, generation from rollup_state");
  if (state.int8(0, 1) != generation_) actors_.Clear();
  generation_ = state.int8(0, 1);
  std::string up_to(state.text(0, 0));
  const Stopwatch watch;
  const std::string from = up_to;
  bool more = CountNew(from, &up_to);
  if (more) events_ = watch.Next(events_, kLeastEvents, kMostEvents);
  if (!more) more = CountDirty(up_to);
  if (Fold()) more = true;
  if (CountFacts()) more = true;
  if (up_to != from) {
    db_.Run("insert into rollup_rolls values ($1::xid8, $2::xid8, clock_timestamp())",
            {up_to, from});
    db_.Run("delete from rollup_rolls where at < now() - interval '1 day'");
  }
  transaction.Commit();
  return more;
}

void Roller::WatchFacts() {
  const auto now = std::chrono::steady_clock::now();
  if (watched_ != std::chrono::steady_clock::time_point() && now - watched_ < kWatchAgain) return;
  watched_ = now;
  try {
    db_.Run("select griot_watch_facts()");
  } catch (const pg::Error& error) {
    // Somebody works on the table: reports read its rows as they stand, and we come back.
    if (error.sqlstate != "55P03") throw;
  }
}

bool Roller::CountFacts() {
  if (db_.Run("select griot_advance_facts()").text(0, 0) == "t") return true;
  const auto most = static_cast<int64_t>(blocks_);
  const Stopwatch watch;
  const Result counted = db_.Run("select griot_recount_facts($1)", {std::to_string(most)});
  if (counted.int8(0, 0) < most) {
    const Result days = db_.Run("select griot_fold_facts($1)", {std::to_string(kMostFactDays)});
    return days.int8(0, 0) == kMostFactDays;
  }
  blocks_ = watch.Next(blocks_, 1, kMostBlocks);
  return true;
}

bool Roller::Fold() {
  const Stopwatch watch;
  if (!FoldPast(db_, static_cast<int>(days_))) return false;
  days_ = watch.Next(days_, 1, kMostDays);
  return true;
}

bool Roller::CountNew(const std::string& from, std::string* up_to) {
  // What commits late is at or after the snapshot's xmin, and is counted when that has passed it.
  const Result end = db_.Run(
      "select x.xmin::text, (select e.tx::text from events e where e.tx >= $1::xid8 and e.tx < "
      "x.xmin "
      "order by e.tx offset $2::integer limit 1), "
      "exists (select from events e where e.tx >= $1::xid8 and e.tx < x.xmin) "
      "from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) x",
      {from, std::to_string(static_cast<int>(events_))});
  if (end.text(0, 2) != "t") return false;
  bool more = !end.null(0, 1);
  std::string to(end.text(0, more ? 1 : 0));
  if (more && to == from) {
    // One transaction is longer than a step.
    to = std::to_string(std::stoull(to) + 1);
  }
  const Result rows = db_.Run(EventsWhere("e.tx >= $1::xid8 and e.tx < $2::xid8"), {from, to});
  Buckets quarters;
  Firsts firsts;
  CountRows(db_, actors_, rows, &quarters, &firsts);
  AddQuarters(db_, quarters);
  AddFirsts(db_, firsts);
  db_.Run("update rollup_state set up_to = $1::xid8, rolled_at = now()", {to});
  *up_to = to;
  return more;
}

bool Roller::CountDirty(const std::string& up_to) {
  const Result dirty = db_.Run(
      "with d as (select project, bucket from rollup_dirty order by project, bucket limit $1), "
      "gone as (delete from rollup_dirty r using d where r.project = d.project and r.bucket = "
      "d.bucket) "
      "select project, extract(epoch from bucket)::bigint from d",
      {std::to_string(kMostDirty)});
  std::map<std::string, std::vector<int64_t>> quarters;
  for (int i = 0; i < dirty.rows(); ++i) {
    quarters[std::string(dirty.text(i, 0))].push_back(dirty.int8(i, 1));
  }
  for (const auto& [project, list] : quarters) Recount(project, list, up_to);
  return dirty.rows() > 0;
}

void Roller::Recount(const std::string& project, const std::vector<int64_t>& quarters,
                     const std::string& up_to) {
  Erase(db_, "rollup_quarters", project, quarters);
  const Result rows = db_.Run(
      EventsWhere("e.project = $1 and e.tx < $3::xid8 and e.occurred_at >= (select "
                  "to_timestamp(min(b)) from unnest($2::bigint[]) b) and e.occurred_at < (select "
                  "to_timestamp(max(b) + 900) from unnest($2::bigint[]) b) and "
                  "griot_quarter(e.occurred_at) = any (select to_timestamp(b) from "
                  "unnest($2::bigint[]) b)"),
      {project, ArrayText(quarters), up_to});
  Buckets counted;
  CountRows(db_, actors_, rows, &counted, nullptr);
  // Also where nothing is left of a quarter.
  for (const int64_t quarter : quarters) counted[{project, quarter}];
  AddQuarters(db_, counted);
}

void Roller::Rebuild(const std::string& project) {
  Transaction transaction(db_);
  Locked(db_, "pg_advisory_xact_lock");
  db_.Run("select griot_forgetting()");
  db_.Run(
      "insert into rollup_dirty (project, bucket) "
      "select project, bucket from rollup_quarters where $1 in ('', project) union "
      "select distinct project, griot_quarter(occurred_at) from events where $1 in ('', project) "
      "on conflict do nothing",
      {project});
  db_.Run("delete from identifier_firsts where $1 in ('', project)", {project});
  db_.Run(
      "insert into identifier_firsts (number, project, own_at) "
      "select i.number, a.project, min(a.at) from ("
      "  select e.project, e.channel, e.user_id, e.anonymous_id, min(e.occurred_at) as at "
      "  from events e where $1 in ('', e.project) and griot_is_own(e.name, e.user_id, "
      "e.properties) "
      "    and e.tx < (select up_to from rollup_state) "
      "  group by 1, 2, 3, 4) a "
      "join identifiers i on i.id = griot_event_identifier(a.project, a.channel, a.user_id, "
      "a.anonymous_id) group by 1, 2",
      {project});
  db_.Run("select griot_touch_facts(kind, $1, '-infinity', folded_to) from rollup_kinds",
          {project});
  db_.Run(
      "insert into rollup_touched (kind, project, bucket) select distinct kind, project, "
      "griot_block(bucket) from rollup_facts where $1 in ('', project)",
      {project});
  transaction.Commit();
}

}  // namespace griot::dashboard
