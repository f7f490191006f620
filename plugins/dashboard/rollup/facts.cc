#include "plugins/dashboard/rollup/facts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/rollup/cell.h"
#include "plugins/dashboard/rollup/memo.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kMicro = 1'000'000;

// Microseconds since 1970, of one part of the period. `unit`: of which facts it is made; r: of
// rows.
struct Span {
  int64_t from, to;
  size_t part;
  char unit;
};

uint64_t BigEndian(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

// Each 8 bytes long element of a one-dimensional array, as Postgres sends it.
template <class Take>
void EachOf(std::string_view array, const Take& take) {
  constexpr size_t kHeader = 20, kElement = 12;
  for (size_t at = kHeader; at + kElement <= array.size(); at += kElement) {
    take(BigEndian(array, at + 4, 8));
  }
}

void AddSamples(std::string_view bytes, std::vector<double>* samples) {
  for (size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    samples->push_back(std::bit_cast<double>(BigEndian(bytes, at, 8)));
  }
}

void AddRow(const Result& rows, int row, int column, Fact* fact) {
  size_t i = 0;
  EachOf(rows.text(row, column), [&](uint64_t bits) {
    if (fact->counts.size() <= i) fact->counts.push_back(0);
    fact->counts[i++] += static_cast<int64_t>(bits);
  });
  AddSamples(rows.text(row, column + 1), &fact->samples);
  AddSamples(rows.text(row, column + 2), &fact->others);
}

class FactReader {
 public:
  FactReader(const Ask& ask, FactKind kind, const FactPick& pick)
      : ask_(ask),
        kind_(1, static_cast<char>(kind)),
        pick_(pick),
        facts_(ask.period.starts.size()) {}

  std::vector<Facts> Read() {
    Divide();
    ReadStored();
    ReadRows();
    return std::move(facts_);
  }

 private:
  // What of the kind is counted: blocks and days before a time, but for some.
  struct Counted {
    int64_t blocks_to = 0, days_to = 0;
    std::set<int64_t> stale_blocks, stale_days;

    bool Block(int64_t at) const {
      return at + kBlock * kMicro <= blocks_to && !stale_blocks.contains(at);
    }
    bool Day(int64_t at) const {
      const auto stale = stale_blocks.lower_bound(at);
      return at + kDay * kMicro <= days_to && !stale_days.contains(at) &&
             (stale == stale_blocks.end() || *stale >= at + kDay * kMicro);
    }
  };

  Counted ReadCounted() const {
    const int64_t begins = ask_.period.starts.front() / (kDay * kMicro) * kDay;
    const Result known = ask_.call.reader->Run(
        "select case when folded_to > to_timestamp(0) then extract(epoch from folded_to)::bigint "
        "else 0 end, case when days_to > to_timestamp(0) then extract(epoch from days_to)::bigint "
        "else 0 end, array_to_string(array(select distinct extract(epoch from t.bucket)::bigint "
        "from rollup_touched t where t.kind = k.kind and t.project = $2 and t.bucket >= "
        "to_timestamp($3::bigint) and t.bucket < $4::timestamptz), ' '), array_to_string(array("
        "select distinct extract(epoch from t.bucket)::bigint from rollup_touched t where t.kind = "
        "upper(k.kind::text)::\"char\" and t.project = $2 and t.bucket >= to_timestamp($3::bigint) "
        "and t.bucket < $4::timestamptz), ' ') from rollup_kinds k where k.kind = $1::\"char\"",
        {kind_, ask_.project.id, std::to_string(begins), MicrosText(ask_.period.ends)});
    Counted counted;
    if (known.rows() == 0) return counted;
    counted.blocks_to = known.int8(0, 0) * kMicro;
    counted.days_to = known.int8(0, 1) * kMicro;
    for (const int64_t at : NumbersOf(known.text(0, 2))) counted.stale_blocks.insert(at * kMicro);
    for (const int64_t at : NumbersOf(known.text(0, 3))) counted.stale_days.insert(at * kMicro);
    return counted;
  }

  // Of what each part of the period is read: of the largest units that are counted, else of the
  // rows.
  void Divide() {
    const Counted counted = ReadCounted();
    const bool quarters = pick_.dim.empty();
    const auto& starts = ask_.period.starts;
    const auto whole = [](int64_t at, int64_t ends, int64_t unit) {
      return at % (unit * kMicro) == 0 && at + unit * kMicro <= ends;
    };
    for (size_t part = 0; part < starts.size(); ++part) {
      const int64_t ends = part + 1 < starts.size() ? starts[part + 1] : ask_.period.ends;
      for (int64_t at = starts[part]; at < ends;) {
        const int64_t unit = (quarters ? kQuarter : kBlock) * kMicro;
        if (whole(at, ends, kDay) && counted.Day(at)) {
          Join(&stored_, {at, at + kDay * kMicro, part, 'd'});
          at += kDay * kMicro;
        } else if (whole(at, ends, kBlock) && counted.Block(at)) {
          Join(&stored_, {at, at + kBlock * kMicro, part, 'b'});
          at += kBlock * kMicro;
        } else if (quarters && whole(at, ends, kQuarter) &&
                   counted.Block(at / (kBlock * kMicro) * kBlock * kMicro)) {
          Join(&stored_, {at, at + unit, part, 'q'});
          at += unit;
        } else {
          // What is to come is one span, and has no rows.
          const int64_t next = std::min(at / unit * unit + unit, ends);
          const int64_t to = at < counted.blocks_to ? next : ends;
          Join(&rows_, {at, to, part, 'r'});
          at = to;
        }
      }
    }
  }

  static void Join(std::vector<Span>* spans, const Span& span) {
    if (!spans->empty() && spans->back().part == span.part && spans->back().to == span.from &&
        spans->back().unit == span.unit) {
      spans->back().to = span.to;
    } else {
      spans->push_back(span);
    }
  }

  void ReadStored() {
    if (stored_.empty()) return;
    std::vector<pg::Param> params = Params(stored_);
    std::vector<std::string> units;
    for (const Span& span : stored_) units.emplace_back(1, span.unit);
    params.emplace_back(kind_);
    params.emplace_back(TextArray(units));
    Take(ask_.call.reader->Run(
             "select s.n, r.value, r.counts, r.samples, r.others from unnest($3::bigint[], "
             "$4::bigint[], $8::text[]) with ordinality as s (a, b, unit, n) cross join lateral "
             "(select q.value, q.counts, case when $6 then q.samples end as samples, case when $6 "
             "then q.others end as others from rollup_facts q where q.project = $1 and q.kind = "
             "$7::\"char\" and q.unit = s.unit::\"char\" and q.dim = $2 and q.bucket >= "
             "timestamptz 'epoch' + s.a * interval '1 microsecond' and q.bucket < timestamptz "
             "'epoch' + s.b * interval '1 microsecond' and ($5::text is null or q.value = $5) "
             "offset 0) r",
             params, Format::kBytes),
         stored_);
  }

  void ReadRows() {
    if (rows_.empty()) return;
    Take(
        ask_.call.reader->Run(
            "select s.n, r.value, r.counts, case when $6 then r.samples end, case when $6 then "
            "r.others end from unnest($3::bigint[], $4::bigint[]) with ordinality as s (a, b, n) "
            "cross join lateral (select timestamptz 'epoch' + s.a * interval '1 microsecond' as a, "
            "timestamptz 'epoch' + s.b * interval '1 microsecond' as b) t cross join lateral "
            "griot_cells_" +
                kind_ +
                "($1, array[$2], t.a, t.b, t.b - t.a) r "
                "where ($5::text is null or r.value = $5)",
            Params(rows_), Format::kBytes),
        rows_);
  }

  std::vector<pg::Param> Params(const std::vector<Span>& spans) const {
    std::vector<int64_t> from, to;
    for (const Span& span : spans) {
      from.push_back(span.from);
      to.push_back(span.to);
    }
    return {ask_.project.id, pick_.dim,   ArrayText(from),
            ArrayText(to),   pick_.value, pick_.samples ? "true" : "false"};
  }

  void Take(const Result& rows, const std::vector<Span>& spans) {
    for (int i = 0; i < rows.rows(); ++i) {
      const size_t part = spans[static_cast<size_t>(rows.big_endian(i, 0)) - 1].part;
      AddRow(rows, i, 2, &facts_[part][std::string(rows.text(i, 1))]);
    }
  }

  const Ask& ask_;
  const std::string kind_;
  const FactPick pick_;
  std::vector<Span> stored_, rows_;
  std::vector<Facts> facts_;
};

}  // namespace

void Fact::Add(const Fact& other) {
  if (counts.size() < other.counts.size()) counts.resize(other.counts.size());
  for (size_t i = 0; i < other.counts.size(); ++i) counts[i] += other.counts[i];
  samples.insert(samples.end(), other.samples.begin(), other.samples.end());
  others.insert(others.end(), other.others.begin(), other.others.end());
}

const std::vector<Facts>& ReadFacts(const Ask& ask, FactKind kind, const FactPick& pick) {
  Memo<Facts>& memo = ask.memos->facts;
  const auto key_of = [&](bool samples) {
    std::string text = {static_cast<char>(kind), samples ? 's' : '-', pick.value ? '+' : '-'};
    text += pick.dim + '\x1f' + pick.value.value_or("");
    return Memo<Facts>::Key(text, ask.period.starts.front(), ask.period.ends);
  };
  for (const bool samples : {pick.samples, true}) {
    if (const auto* const known = memo.Find(key_of(samples), ask.period.starts)) return *known;
  }
  return memo.Keep(key_of(pick.samples), ask.period.starts, FactReader(ask, kind, pick).Read());
}

const Facts& AllFacts(const Ask& ask, FactKind kind, const FactPick& pick) {
  Ask whole = ask;
  whole.period.starts = {ask.period.begins};
  return ReadFacts(whole, kind, pick).front();
}

const Fact& FactAt(const Facts& facts, const std::string& value) {
  static const Fact none;
  const auto found = facts.find(value);
  return found == facts.end() ? none : found->second;
}

std::optional<double> PercentileOf(std::vector<double> values, double p) {
  if (values.empty()) return std::nullopt;
  const double at = p * static_cast<double>(values.size() - 1);
  const auto low = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), low, values.end());
  const double first = *low, rest = at - std::floor(at);
  if (rest == 0) return first;
  const double second = *std::min_element(low + 1, values.end());
  return first + rest * (second - first);
}

}  // namespace griot::dashboard
