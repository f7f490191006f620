#include "plugins/dashboard/rollup/reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/rollup/event_rows.h"
#include "plugins/dashboard/rollup/memo.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kMicro = 1'000'000;
// 2000-01-01, from which it counts microseconds.
constexpr int64_t kPostgresEpoch = 946'684'800 * kMicro;
// What a question to the roll-ups picks.
struct Pick {
  std::string dim = "all";           // all, name, channel, country … page
  std::optional<std::string> value;  // of the dim; all of its values otherwise
  std::optional<std::string> name;   // only events of this name
  bool by_name = false;              // split by the events' names within the dim
  bool split = false;                // split by the dim's values
};

constexpr std::array<const char*, 6> kFilters = {"channel",  "country", "campaign",
                                                 "template", "agent",   "device"};

// [from, to) in seconds since 1970.
struct Span {
  int64_t from, to;
};

int64_t Up(int64_t micros, int64_t step) {
  const int64_t unit = step * kMicro;
  return (micros + unit - 1) / unit * step;
}
int64_t Down(int64_t micros, int64_t step) { return micros / (step * kMicro) * step; }

// Which days and blocks are made of their quarters: those before `to`, but for some blocks.
struct Folded {
  int64_t to = 0;
  std::set<int64_t> but;

  bool Block(int64_t at) const { return at + kBlock <= to && !but.contains(at); }
  bool Day(int64_t at) const {
    const auto next = but.lower_bound(at);
    return at + kDay <= to && (next == but.end() || *next >= at + kDay);
  }
};

Folded ReadFolded(const Ask& ask) {
  const Result known = ask.call.reader->Run(
      "select case when folded_to > to_timestamp(0) then extract(epoch from folded_to)::bigint "
      "else 0 end, array_to_string(array(select distinct extract(epoch from t.bucket)::bigint from "
      "rollup_touched t where t.kind = 'e' and t.project = $1), ' ') from rollup_state",
      {ask.project.id});
  Folded folded;
  folded.to = known.int8(0, 0);
  for (const int64_t at : NumbersOf(known.text(0, 1))) folded.but.insert(at);
  return folded;
}

// What of each part is whole days, whole blocks and whole quarters beside them, and the rest.
struct Cover {
  std::vector<Span> days, blocks, quarters;
  std::vector<std::pair<int64_t, int64_t>> rest;  // microseconds
};

void Join(std::vector<Span>* spans, int64_t from, int64_t to) {
  if (from >= to) return;
  if (!spans->empty() && spans->back().to == from) {
    spans->back().to = to;
  } else {
    spans->push_back({from, to});
  }
}

Cover CoverOf(const std::vector<int64_t>& starts, int64_t ends, const Folded& folded) {
  Cover cover;
  for (size_t i = 0; i < starts.size(); ++i) {
    const int64_t a = starts[i], b = i + 1 < starts.size() ? starts[i + 1] : ends;
    const int64_t first = Up(a, kQuarter), last = Down(b, kQuarter);
    if (first > last) {
      cover.rest.emplace_back(a, b);
      continue;
    }
    if (a < first * kMicro) cover.rest.emplace_back(a, std::min(b, first * kMicro));
    if (last * kMicro < b) cover.rest.emplace_back(std::max(a, last * kMicro), b);
    for (int64_t at = first; at < last;) {
      if (at % kDay == 0 && at + kDay <= last && folded.Day(at)) {
        Join(&cover.days, at, at + kDay);
        at += kDay;
      } else if (at % kBlock == 0 && at + kBlock <= last && folded.Block(at)) {
        Join(&cover.blocks, at, at + kBlock);
        at += kBlock;
      } else {
        Join(&cover.quarters, at, at + kQuarter);
        at += kQuarter;
      }
    }
  }
  return cover;
}

class SliceReader {
 public:
  SliceReader(const Ask& ask, const Pick& pick, bool people)
      : ask_(ask),
        pick_(pick),
        people_(people),
        slices_(ask.period.starts.size()),
        actors_(ask.call.people->actors()) {}

  void Stored(const char* table, const std::vector<Span>& spans) {
    if (spans.empty()) return;
    std::vector<int64_t> from, to;
    for (const Span& span : spans) {
      from.push_back(span.from);
      to.push_back(span.to);
    }
    // One loop over each span keeps to the index, whatever the planner thinks of arrays.
    const Result rows = ask_.call.reader->Run(
        std::string("select r.bucket, r.value, r.name, r.events, r.own, "
                    "case when $7::boolean then r.people end from unnest($3::bigint[], "
                    "$4::bigint[]) as s (a, b) cross join lateral "
                    "(select * from ") +
            table +
            " q where q.project = $1 and q.dim = $2 and q.bucket >= to_timestamp(s.a) and q.bucket "
            "< "
            "to_timestamp(s.b) and ($5::text is null or q.value = $5) and ($6::text is null or "
            "q.name "
            "= $6) offset 0) r",
        {ask_.project.id, Dim(), ArrayText(from), ArrayText(to), pick_.value, pick_.name,
         people_ ? "true" : "false"},
        Format::kBytes);
    for (int i = 0; i < rows.rows(); ++i) {
      Cell& cell = At(rows.big_endian(i, 0) + kPostgresEpoch, rows.text(i, 1), rows.text(i, 2));
      cell.events += rows.big_endian(i, 3);
      cell.own += rows.big_endian(i, 4);
      if (people_) AddBitmap(rows.text(i, 5), &cell.people);
    }
  }

  // From the events of [a, b), which is less than a quarter.
  void Counted(int64_t a, int64_t b) {
    const Result rows = ask_.call.reader->Run(
        std::string("select ") + kEventColumns +
            " from events e where e.project = $1 and e.occurred_at >= $2::timestamptz and "
            "e.occurred_at < $3::timestamptz and (e.tx < (select up_to from rollup_state)) is true",
        {ask_.project.id, MicrosText(a), MicrosText(b)});
    Buckets buckets;
    CountRows(*ask_.call.reader, actors_, rows, &buckets, nullptr);
    for (const auto& [place, cells] : buckets) {
      for (const auto& [key, cell] : cells) {
        if (key.dim != Dim() || (pick_.value && key.value != *pick_.value) ||
            (pick_.name && key.name != *pick_.name)) {
          continue;
        }
        At(a, key.value, key.name).Add(cell);
      }
    }
  }

  std::vector<Slice> Take() { return std::move(slices_); }

 private:
  std::string Dim() const { return pick_.by_name || pick_.name ? pick_.dim + ".name" : pick_.dim; }
  Cell& At(int64_t micros, std::string_view value, std::string_view name) {
    const auto& starts = ask_.period.starts;
    const auto after = std::upper_bound(starts.begin(), starts.end(), micros);
    const auto index = static_cast<size_t>(std::max<std::ptrdiff_t>(after - starts.begin() - 1, 0));
    return slices_[index][std::string(pick_.by_name ? name : pick_.split ? value : "")];
  }

  const Ask& ask_;
  const Pick pick_;
  const bool people_;
  std::vector<Slice> slices_;
  Actors actors_;
};

// nullopt: the roll-ups do not have these filters together.
std::optional<Pick> PickOf(const Ask& ask, const std::string& split) {
  if (ask.Has("property") || split.starts_with("property:")) return std::nullopt;
  Pick pick;
  std::optional<std::string> filter;
  for (const char* const each : kFilters) {
    if (!ask.Has(each)) continue;
    if (filter) return std::nullopt;
    filter = each;
  }
  const auto name = ask.Text("name");
  const bool apart = split == "name";  // the roll-ups have names within each dim
  if (filter && !split.empty() && !apart && split != *filter) return std::nullopt;
  if ((split == "browser" || split == "page" || split == "place") && name) return std::nullopt;
  if (filter || (!split.empty() && !apart)) {
    pick.dim = filter ? *filter : split;
    if (filter) pick.value = ask.Text(*filter);
    pick.name = name;
    pick.by_name = apart;
    pick.split = !split.empty() && !apart;
    return pick;
  }
  if (name || apart) pick.dim = "name";
  pick.value = name;
  pick.split = apart;
  return pick;
}

std::string ExpressionOf(const std::string& dim) {
  if (dim == "channel") return "e.channel";
  if (dim == "name") return "e.name";
  if (dim == "country") return "griot_event_country(e.properties, e.context)";
  if (dim == "campaign") {
    return "coalesce(griot_short_text(e.properties->'campaignId'), "
           "griot_event_campaign(e.properties, e.context))";
  }
  if (dim == "template") {
    return "coalesce(griot_short_text(e.properties->'templateId'), "
           "griot_short_text(e.properties->'templateName'))";
  }
  if (dim == "agent") return "griot_short_text(e.properties->'agentId')";
  if (dim == "device") return "griot_event_device(e.context)";
  if (dim == "browser") return "griot_short_text(e.context->'browser'->'name')";
  if (dim == "place") return kEventPlace;
  return "case when e.name = 'page_view' then griot_event_node(e.name, e.properties, e.context) "
         "end";
}

// From the events alone.
std::vector<Slice> CountSlices(const Ask& ask, const std::string& split) {
  std::vector<pg::Param> params = {ask.project.id, MicrosText(ask.period.begins),
                                   MicrosText(ask.period.ends), ask.Bound("starts")};
  const auto bind = [&params](pg::Param value) {
    params.push_back(std::move(value));
    return "$" + std::to_string(params.size());
  };
  std::string by = "''";
  if (split.starts_with("property:")) {
    by = "left(e.properties #>> string_to_array(" + bind(split.substr(9)) + ", '.'), 512)";
  } else if (!split.empty()) {
    by = ExpressionOf(split);
  }
  // In the places where Actors looks for them.
  std::string sql =
      "select e.project, width_bucket(e.occurred_at, $4::timestamptz[]) - 1, e.channel, " + by +
      ", e.user_id, e.anonymous_id, count(*), count(*) filter (where "
      "griot_is_own(e.name, e.user_id, e.properties)) from events e where e.project = $1 "
      "and e.occurred_at >= $2::timestamptz and e.occurred_at < $3::timestamptz and "
      // So written because the index of tx, which nearly all rows fulfil, is none for this.
      "(e.tx < (select up_to from rollup_state)) is true";
  for (const char* const filter : kFilters) {
    if (const auto value = ask.Text(filter))
      sql += " and " + ExpressionOf(filter) + " = " + bind(value);
  }
  if (const auto name = ask.Text("name")) sql += " and e.name = " + bind(name);
  if (ask.Has("property")) {
    sql += " and e.properties #>> " + bind(ask.Bound("property_path")) +
           "::text[] = " + bind(ask.Bound("property_value"));
  }
  if (!split.empty()) sql += " and " + by + " is not null";
  const Result rows = ask.call.reader->Run(sql + " group by 1, 2, 3, 4, 5, 6", params);
  Actors actors(ask.call.people->actors());
  actors.Resolve(*ask.call.reader, rows);
  std::vector<Slice> slices(ask.period.starts.size());
  const bool any = split == "name" || split == "page" || ask.Has("name");
  for (int row = 0; row < rows.rows(); ++row) {
    Cell& cell = slices[static_cast<size_t>(rows.int8(row, 1))][std::string(rows.text(row, 3))];
    cell.events += rows.int8(row, 6);
    cell.own += rows.int8(row, 7);
    const uint32_t number = actors.NumberOf(rows, row);
    if (number != 0 && (any || rows.int8(row, 7) > 0)) cell.people.add(number);
  }
  return slices;
}

// What the question is, but for its time.
std::string KeyOf(const Ask& ask, const std::string& split, bool people) {
  std::string key = split + (people ? "\x1fp" : "\x1f-");
  const auto add = [&](const char* name) {
    const auto value = ask.Text(name);
    key += value ? "\x1f+" + *value : "\x1f-";
  };
  for (const char* const filter : kFilters) add(filter);
  add("name");
  add("property");
  return key;
}

std::vector<Slice> ReadAnew(const Ask& ask, const std::string& split, bool people) {
  const auto pick = PickOf(ask, split);
  if (!pick) return CountSlices(ask, split);
  SliceReader reader(ask, *pick, people);
  const Cover cover = CoverOf(ask.period.starts, ask.period.ends, ReadFolded(ask));
  reader.Stored("rollup_days", cover.days);
  reader.Stored("rollup_blocks", cover.blocks);
  reader.Stored("rollup_quarters", cover.quarters);
  for (const auto& [a, b] : cover.rest) reader.Counted(a, b);
  return reader.Take();
}

}  // namespace

const std::vector<Slice>& ReadSlices(const Ask& ask, const std::string& split, bool people) {
  Memo<Slice>& memo = ask.memos->slices;
  const auto& starts = ask.period.starts;
  const Memo<Slice>::Key key(KeyOf(ask, split, people), starts.front(), ask.period.ends);
  if (const auto* const known = memo.Find(key, starts)) return *known;
  if (const auto* const parts = starts.size() == 1 ? memo.FindAny(key) : nullptr) {
    return memo.Keep(key, starts, {Whole(*parts)});
  }
  return memo.Keep(key, starts, ReadAnew(ask, split, people));
}

int64_t PeopleOf(const Ask& ask, const Roaring& identifiers) {
  return static_cast<int64_t>(ask.call.people->PersonsOf(identifiers).cardinality());
}

Slice Whole(const std::vector<Slice>& slices) {
  Slice whole;
  for (const Slice& slice : slices) {
    for (const auto& [key, cell] : slice) whole[key].Add(cell);
  }
  return whole;
}

const Cell& CellAt(const Slice& slice, const std::string& value) {
  static const Cell none;
  const auto found = slice.find(value);
  return found == slice.end() ? none : found->second;
}

}  // namespace griot::dashboard
