// Holds what is stored against the events.
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/rollup/roller.h"

namespace griot::dashboard {
namespace {

constexpr int kShown = 5;

struct Level {
  const char* table;
  int64_t length;
};
constexpr Level kLevels[] = {
    {"rollup_quarters", kQuarter}, {"rollup_blocks", kBlock}, {"rollup_days", kDay}};

// What differs, in words, and how often.
class Difference {
 public:
  explicit Difference(std::string* say) : say_(say) {}
  void Tell(const std::string& what) {
    if (++count_ <= kShown) *say_ += "  " + what + "\n";
  }
  int64_t count() const { return count_; }

 private:
  std::string* const say_;
  int64_t count_ = 0;
};

// One day of a project at one level: `truth` is what its events come to.
void Compare(Db& db, const Level& level, const std::string& project, int64_t day, Buckets truth,
             Difference* difference) {
  const Result stored =
      db.Run(std::string(
                 "select extract(epoch from bucket)::bigint, dim, value, name, events, own, people "
                 "from ") +
                 level.table +
                 " where project = $1 and bucket >= to_timestamp($2::bigint) and bucket < "
                 "to_timestamp($2::bigint + 86400)",
             {project, std::to_string(day)}, Format::kBytes);
  const auto tell = [&](int64_t bucket, const CellKey& key, const char* what) {
    difference->Tell(project + " " + std::to_string(bucket) + " " + key.dim + " " + key.value +
                     " " + key.name + ": " + what);
  };
  for (int i = 0; i < stored.rows(); ++i) {
    const int64_t bucket = stored.big_endian(i, 0);
    const CellKey key{std::string(stored.text(i, 1)), std::string(stored.text(i, 2)),
                      std::string(stored.text(i, 3))};
    auto& cells = truth[{project, bucket}];
    const auto found = cells.find(key);
    if (found == cells.end()) {
      tell(bucket, key, "too many");
      continue;
    }
    const Cell& cell = found->second;
    if (cell.events != stored.big_endian(i, 4) || cell.own != stored.big_endian(i, 5) ||
        !(cell.people == BitmapOf(stored.text(i, 6)))) {
      tell(bucket, key, "wrong");
    }
    cells.erase(found);
  }
  for (const auto& [place, cells] : truth) {
    for (const auto& [key, cell] : cells) tell(place.second, key, "missing");
  }
}

}  // namespace

int64_t Roller::Verify(const std::string& project, std::string* say) {
  Transaction transaction(db_);
  db_.Run("select pg_advisory_xact_lock(hashtext('griot.rollups'))");
  db_.Run("select griot_forgetting()");
  // What waits to be made of the quarters is made now, so that all can be held against the events.
  while (FoldPast(db_, 10)) {
  }
  const Result state =
      db_.Run("select up_to::text, extract(epoch from folded_to)::bigint from rollup_state");
  const std::string up_to(state.text(0, 0));
  const int64_t folded = state.int8(0, 1);
  const Result days = db_.Run(
      "select distinct project, extract(epoch from bucket)::bigint / 86400 * 86400 from ("
      "select project, bucket from rollup_quarters union select project, bucket from rollup_blocks "
      "union select project, bucket from rollup_days "
      "union select distinct project, griot_quarter(occurred_at) from events where tx < $2::xid8) "
      "x where $1 in ('', project) order by 1, 2",
      {project, up_to});
  Difference difference(say);
  for (int d = 0; d < days.rows(); ++d) {
    const std::string of(days.text(d, 0));
    const int64_t day = days.int8(d, 1);
    const Result rows = db_.Run(
        EventsWhere(
            "e.project = $1 and e.tx < $3::xid8 and e.occurred_at >= "
            "to_timestamp($2::bigint) and e.occurred_at < to_timestamp($2::bigint + 86400)"),
        {of, std::to_string(day), up_to});
    Buckets quarters;
    CountRows(db_, actors_, rows, &quarters, nullptr);
    for (const Level& level : kLevels) {
      Buckets truth;
      for (const auto& [place, cells] : quarters) {
        const int64_t bucket = place.second / level.length * level.length;
        if (level.length > kQuarter && bucket + level.length > folded) continue;
        auto& sum = truth[{of, bucket}];
        for (const auto& [key, cell] : cells) sum[key].Add(cell);
      }
      Compare(db_, level, of, day, std::move(truth), &difference);
    }
  }
  const Result facts = db_.Run(
      "select kind, project, unit, bucket, dim, value from griot_wrong_facts($1) limit 1000",
      {project});
  for (int i = 0; i < facts.rows(); ++i) {
    std::string what;
    for (int c = 0; c < facts.columns(); ++c) what += std::string(facts.text(i, c)) + " ";
    difference.Tell(what + "wrong");
  }
  transaction.Commit();
  return difference.count();
}

}  // namespace griot::dashboard
