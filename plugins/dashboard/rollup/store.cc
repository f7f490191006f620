// What the roller writes.
#include <set>

#include "plugins/dashboard/rollup/roller.h"

namespace griot::dashboard {
namespace {

// The arrays of one statement: a row's key, counts and set at the same place of each.
struct Rows {
  std::vector<std::string> projects, dims, values, names;
  std::vector<int64_t> buckets, events, own;
  std::vector<const Roaring*> added;
  std::vector<Roaring> people;

  size_t size() const { return projects.size(); }
};

Rows RowsOf(const Buckets& buckets) {
  Rows rows;
  for (const auto& [place, cells] : buckets) {
    for (const auto& [key, cell] : cells) {
      rows.projects.push_back(place.first);
      rows.buckets.push_back(place.second);
      rows.dims.push_back(key.dim);
      rows.values.push_back(key.value);
      rows.names.push_back(key.name);
      rows.events.push_back(cell.events);
      rows.own.push_back(cell.own);
      rows.added.push_back(&cell.people);
    }
  }
  return rows;
}

std::string KeyTable() {
  return "unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) with ordinality "
         "as k (project, dim, bucket, value, name, n)";
}

}  // namespace

void AddTo(Db& db, const std::string& table, const Buckets& buckets) {
  Rows rows = RowsOf(buckets);
  if (rows.size() == 0) return;
  const std::vector<pg::Param> keys = {TextArray(rows.projects), TextArray(rows.dims),
                                       ArrayText(rows.buckets), TextArray(rows.values),
                                       TextArray(rows.names)};
  PreferIndexes(db, true);
  const Result stored = db.Run(
      "select k.n::integer, r.people from " + KeyTable() + " join " + table +
          " r on r.project = k.project and r.dim = k.dim and r.bucket = to_timestamp(k.bucket) "
          "and r.value = k.value and r.name = k.name",
      keys, Format::kBytes);
  for (const Roaring* added : rows.added) rows.people.push_back(*added);
  for (int i = 0; i < stored.rows(); ++i) {
    rows.people[static_cast<size_t>(stored.big_endian(i, 0) - 1)] |= BitmapOf(stored.text(i, 1));
  }
  std::vector<std::string> sets;
  sets.reserve(rows.size());
  for (const Roaring& set : rows.people) sets.push_back(ByteaText(BitmapBytes(set)));
  std::vector<pg::Param> params = keys;
  params.emplace_back(ArrayText(rows.events));
  params.emplace_back(ArrayText(rows.own));
  params.emplace_back(TextArray(sets));
  db.Run("insert into " + table +
             " as r (project, dim, bucket, value, name, events, own, people) "
             "select k.project, k.dim, to_timestamp(k.bucket), k.value, k.name, k.events, k.own, "
             "k.people from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], "
             "$6::bigint[], $7::bigint[], $8::bytea[]) "
             "as k (project, dim, bucket, value, name, events, own, people) "
             "on conflict (project, dim, bucket, value, name) do update set "
             "events = r.events + excluded.events, own = r.own + excluded.own, "
             "people = excluded.people",
         params);
  PreferIndexes(db, false);
}

void Erase(Db& db, const std::string& table, const std::string& project,
           const std::vector<int64_t>& buckets) {
  // The key begins with project and dim, so each dim is looked up by itself, and rows are deleted
  // by where they lie: no plan that the planner may think of reads a table whole.
  PreferIndexes(db, true);
  db.Run("delete from " + table +
             " where ctid = any (array(select r.ctid from unnest($2::bigint[]) b, "
             "unnest($3::text[]) k cross join lateral (select q.ctid from " +
             table +
             " q where q.project = $1 and q.dim = k and q.bucket = to_timestamp(b) offset 0) r))",
         {project, ArrayText(buckets), TextArray(AllDims())});
  PreferIndexes(db, false);
}

void PreferIndexes(Db& db, bool prefer) {
  const std::string off = prefer ? "off" : "on";
  db.Run(
      "select set_config('enable_hashjoin', $1, true), set_config('enable_mergejoin', $1, true), "
      "set_config('enable_seqscan', $1, true)",
      {off});
}

void AddQuarters(Db& db, const Buckets& quarters) {
  AddTo(db, "rollup_quarters", quarters);
  std::set<std::pair<std::string, int64_t>> blocks;
  for (const auto& [place, cells] : quarters) {
    blocks.emplace(place.first, place.second / kBlock * kBlock);
  }
  std::vector<std::string> projects;
  std::vector<int64_t> times;
  for (const auto& [project, block] : blocks) {
    projects.push_back(project);
    times.push_back(block);
  }
  db.Run(
      "insert into rollup_touched (kind, project, bucket) select 'e', b.project, "
      "to_timestamp(b.at) from unnest($1::text[], $2::bigint[]) as b (project, at) "
      "where to_timestamp(b.at) < (select folded_to from rollup_state)",
      {TextArray(projects), ArrayText(times)});
}

void AddFirsts(Db& db, const Firsts& firsts) {
  if (firsts.empty()) return;
  std::vector<uint32_t> numbers;
  std::vector<int64_t> times;
  std::vector<std::string> projects;
  for (const auto& [number, first] : firsts) {
    numbers.push_back(number);
    times.push_back(first.at);
    projects.push_back(first.project);
  }
  db.Run(
      "insert into identifier_firsts as f (number, project, own_at) "
      "select k.number, k.project, timestamptz 'epoch' + k.at * interval '1 microsecond' "
      "from unnest($1::integer[], $2::text[], $3::bigint[]) as k (number, project, at) "
      "on conflict (number) do update set own_at = excluded.own_at, seen_tx = pg_current_xact_id() "
      "where excluded.own_at < f.own_at",
      {ArrayText(numbers), TextArray(projects), ArrayText(times)});
}

}  // namespace griot::dashboard
