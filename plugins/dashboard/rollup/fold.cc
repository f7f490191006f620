// Blocks and days of what is past.
#include <algorithm>
#include <set>

#include "plugins/dashboard/rollup/roller.h"

namespace griot::dashboard {
namespace {

// The buckets of `to` that [from, from + length) make of those of `table`.
Buckets SumsOf(Db& db, const std::string& table, const std::string& project,
               const std::vector<int64_t>& from, int64_t length) {
  PreferIndexes(db, true);
  const Result rows = db.Run(
      "select s.b, r.dim, r.value, r.name, r.events, r.own, r.people from unnest($2::bigint[]) as "
      "s (b), unnest($3::text[]) k cross join lateral (select * from " +
          table +
          " q where q.project = $1 and q.dim = k and q.bucket >= to_timestamp(s.b) and q.bucket < "
          "to_timestamp(s.b + $4::bigint) offset 0) r",
      {project, ArrayText(from), TextArray(AllDims()), std::to_string(length)}, Format::kBytes);
  PreferIndexes(db, false);
  Buckets sums;
  for (int i = 0; i < rows.rows(); ++i) {
    sums[{project, rows.big_endian(i, 0)}]
        [{std::string(rows.text(i, 1)), std::string(rows.text(i, 2)), std::string(rows.text(i, 3))}]
            .Add({rows.big_endian(i, 4), rows.big_endian(i, 5), BitmapOf(rows.text(i, 6))});
  }
  return sums;
}

// An hour after its end a block is past: late events are few from then on. Where nothing is to be
// done nothing is written, since this is asked twice a second. From the beginning of a day, which
// may be over now though nothing happened in its last block.
void Advance(Db& db) {
  const Result due =
      db.Run("select 1 from rollup_state where folded_to < griot_block(now() - interval '1 hour')");
  if (due.rows() == 0) return;
  db.Run(
      "insert into rollup_touched (kind, project, bucket) select distinct 'e'::\"char\", p.id, "
      "griot_block(q.bucket) from rollup_state s, projects p cross join lateral (select r.bucket "
      "from rollup_quarters r where r.project = p.id and r.dim = 'all' and "
      "r.bucket >= date_trunc('day', s.folded_to) and r.bucket < griot_block(now() - interval '1 "
      "hour')) q");
  db.Run("update rollup_state set folded_to = griot_block(now() - interval '1 hour')");
}

}  // namespace

bool FoldPast(Db& db, int most) {
  Advance(db);
  const Result state = db.Run("select extract(epoch from folded_to)::bigint from rollup_state");
  const Result touched = db.Run(
      "with day as (select distinct project, date_trunc('day', bucket) as day from (select "
      "project, "
      "bucket from rollup_touched where kind = 'e' limit 5000) x order by 1, 2 limit $1), "
      "gone as (delete from rollup_touched t using day d where t.kind = 'e' and t.project = "
      "d.project and t.bucket >= d.day and t.bucket < d.day + interval '1 day' returning "
      "t.project, "
      "t.bucket) select distinct project, extract(epoch from bucket)::bigint from gone order by 1, "
      "2",
      {std::to_string(most)});
  std::map<std::string, std::vector<int64_t>> blocks;
  std::set<std::pair<std::string, int64_t>> days;
  for (int i = 0; i < touched.rows(); ++i) {
    const std::string project(touched.text(i, 0));
    blocks[project].push_back(touched.int8(i, 1));
    days.emplace(project, touched.int8(i, 1) / kDay * kDay);
  }
  for (const auto& [project, list] : blocks) {
    Erase(db, "rollup_blocks", project, list);
    AddTo(db, "rollup_blocks", SumsOf(db, "rollup_quarters", project, list, kBlock));
  }
  for (const auto& [project, day] : days) {
    Erase(db, "rollup_days", project, {day});
    if (day + kDay > state.int8(0, 0)) continue;
    AddTo(db, "rollup_days", SumsOf(db, "rollup_blocks", project, {day}, kDay));
  }
  return days.size() == static_cast<size_t>(most);
}

}  // namespace griot::dashboard
