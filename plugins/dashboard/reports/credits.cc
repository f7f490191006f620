#include "plugins/dashboard/reports/credits.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/rollup/facts.h"
#include "plugins/dashboard/rollup/memo.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kMicro = 1'000'000;
constexpr int64_t kWeek = 7 * kDay * kMicro;
// A message of before may have been answered later, and then a goal is its.
constexpr int64_t kAround = 10 * kDay * kMicro;
constexpr int64_t kAfter = 20 * kDay * kMicro;
constexpr int64_t kPostgresEpoch = 946'684'800 * kMicro;
constexpr size_t kNumbers = 6;  // of a touch (griot_cells_m)

struct Message {
  int64_t campaign, of_template;
  bool counted;  // attempted in the period
  bool credited;
};

// The quarters tell whose goals there were; only where it matters when in a quarter that was, the
// events are asked.
class CreditReader {
 public:
  explicit CreditReader(const Ask& ask)
      : ask_(ask),
        people_(*ask.call.people),
        begins_(ask.period.begins),
        ends_(ask.period.ends + kAfter) {}

  Credits Read() {
    ReadTouches();
    if (!touches_.empty()) ReadGoals();
    Credits credits;
    for (const Message& message : messages_) {
      if (!message.counted || !message.credited) continue;
      ++credits.campaigns[message.campaign];
      ++credits.templates[message.of_template];
    }
    return credits;
  }

 private:
  // Whose, when, what decides among equals, and the place in messages_: in this order.
  using Touch = std::tuple<uint32_t, int64_t, uint64_t, size_t>;

  void ReadTouches() {
    Ask wide = ask_;
    wide.period.starts = {begins_ - kAround, begins_, ask_.period.ends};
    wide.period.begins = begins_ - kAround;
    wide.period.ends = ask_.period.ends + kAround;
    const auto& parts = ReadFacts(wide, FactKind::kMessage, {"touch", "", true});
    for (size_t part = 0; part < parts.size(); ++part) {
      const auto& samples = FactAt(parts[part], "").samples;
      for (size_t at = 0; at + kNumbers <= samples.size(); at += kNumbers) {
        int64_t n[kNumbers];
        std::transform(&samples[at], &samples[at] + kNumbers, n,
                       [](double sample) { return std::bit_cast<int64_t>(sample); });
        const uint32_t person = people_.PersonOf(static_cast<uint32_t>(n[0]));
        for (const int64_t touched : {n[1], n[2]}) {
          if (touched == 0) continue;
          touches_.emplace_back(person, touched, static_cast<uint64_t>(n[5]), messages_.size());
        }
        messages_.push_back({n[3], n[4], part == 1, false});
      }
    }
    std::sort(touches_.begin(), touches_.end());
  }

  void ReadGoals() {
    const Result goals = ask_.call.reader->Run(
        "select g.event, g.filters, exists (select from jsonb_array_elements(g.filters) f where "
        "f->>'property' = 'journeyEnd' and f->>'op' in ('is', 'set', 'contains')) from goals_now g "
        "where g.project = $1",
        {ask_.project.id});
    std::vector<std::string> names;
    for (int i = 0; i < goals.rows(); ++i) {
      const std::string event(goals.text(i, 0)), filters(goals.text(i, 1));
      if (!event.empty() && filters == "[]") {
        names.push_back(event);
      } else if (!event.empty()) {
        ReadEvents(filters, event);
      } else if (goals.text(i, 2) == "t") {
        ReadEvents(filters, std::nullopt);
      } else {
        ReadEventsOfPeople(filters);
      }
    }
    if (!names.empty()) ReadQuarters(names);
  }

  void ReadQuarters(const std::vector<std::string>& names) {
    const int64_t first = begins_ / (kQuarter * kMicro) * kQuarter;
    const Result rows = ask_.call.reader->Run(
        "select r.bucket, r.value, r.people from rollup_quarters r where r.project = $1 and r.dim "
        "= 'name' and r.bucket >= to_timestamp($2::bigint) and r.bucket < $3::timestamptz and "
        "r.value = any ($4::text[])",
        {ask_.project.id, std::to_string(first), MicrosText(ends_), TextArray(names)},
        Format::kBytes);
    std::vector<int64_t> unsure;
    std::vector<std::string> of;
    for (int i = 0; i < rows.rows(); ++i) {
      const int64_t from = rows.big_endian(i, 0) + kPostgresEpoch;
      const int64_t to = from + kQuarter * kMicro - 1;
      bool sure = to < ends_;
      if (sure) {
        for (const uint32_t number : BitmapOf(rows.text(i, 2))) {
          if (!Credit(people_.PersonOf(number), from, to)) sure = false;
        }
      }
      if (sure) continue;
      unsure.push_back(from / kMicro);
      of.emplace_back(rows.text(i, 1));
    }
    if (unsure.empty()) return;
    Take(ask_.call.reader->Run(
        Selected("unnest($2::bigint[], $3::text[]) as q (at, name) cross join lateral (select * "
                 "from events x where x.name = q.name and x.project = $1 and x.occurred_at >= "
                 "to_timestamp(q.at) and x.occurred_at < to_timestamp(q.at) + interval '15 "
                 "minutes' and x.occurred_at < $4::timestamptz offset 0) e"),
        {ask_.project.id, ArrayText(unsure), TextArray(of), MicrosText(ends_)}));
  }

  // Of a name; or those that end a journey.
  void ReadEvents(const std::string& filters, const std::optional<std::string>& name) {
    std::vector<pg::Param> params = {ask_.project.id, MicrosText(begins_), MicrosText(ends_),
                                     filters};
    if (name) params.emplace_back(*name);
    Take(ask_.call.reader->Run(
        Selected("events e where e.project = $1 and e.occurred_at >= $2::timestamptz and "
                 "e.occurred_at < $3::timestamptz and griot_filters_hold($4::jsonb, e.properties) "
                 "and ") +
            (name ? "e.name = $5" : "e.properties ? 'journeyEnd'"),
        params));
  }

  // Of any name: only by whom they could be credited to.
  void ReadEventsOfPeople(const std::string& filters) {
    std::vector<int64_t> persons, times;
    for (const auto& [person, at, order, message] : touches_) {
      persons.push_back(person);
      times.push_back(at);
    }
    Take(ask_.call.reader->Run(
        Selected("(select distinct p, at from unnest($2::bigint[], $3::bigint[]) as u (p, at)) t "
                 "cross join lateral (select timestamptz 'epoch' + t.at * interval '1 microsecond' "
                 "as a) b join identifiers i on i.person = t.p and i.project = $1 cross join "
                 "lateral griot_spellings(i.id, i.type, i.value) as w (spelling) cross join "
                 "lateral (select x.* from events x where i.type <> 'anonymous' and x.user_id = "
                 "w.spelling and x.project = $1 and x.occurred_at >= b.a and x.occurred_at <= b.a "
                 "+ interval '7 days' union all select x.* from events x where i.type = "
                 "'anonymous' and x.anonymous_id = w.spelling and x.project = $1 and x.occurred_at "
                 ">= b.a and x.occurred_at <= b.a + interval '7 days' offset 0) e where "
                 "e.occurred_at < $4::timestamptz and griot_filters_hold($5::jsonb, e.properties)"),
        {ask_.project.id, ArrayText(persons), ArrayText(times), MicrosText(ends_), filters}));
  }

  // In the places where Actors looks for them.
  static std::string Selected(const std::string& from) {
    return "select e.project, (extract(epoch from e.occurred_at) * 1000000)::bigint, e.channel, "
           "e.name, e.user_id, e.anonymous_id from " +
           from;
  }

  void Take(const Result& rows) {
    Actors actors(people_.actors());
    actors.Resolve(*ask_.call.reader, rows);
    for (int i = 0; i < rows.rows(); ++i) {
      const uint32_t number = actors.NumberOf(rows, i);
      if (number != 0) Credit(people_.PersonOf(number), rows.int8(i, 1), rows.int8(i, 1));
    }
  }

  // A goal of somebody that lies somewhere in [from, to]; false: it depends on where.
  bool Credit(uint32_t person, int64_t from, int64_t to) {
    const Touch* const latest = LatestAt(person, to);
    if (latest == nullptr) return true;
    if (latest != LatestAt(person, from)) return false;
    const int64_t until = std::get<1>(*latest) + kWeek;
    if (from > until) return true;
    if (to > until) return false;
    messages_[std::get<3>(*latest)].credited = true;
    return true;
  }

  const Touch* LatestAt(uint32_t person, int64_t at) const {
    const auto after =
        std::upper_bound(touches_.begin(), touches_.end(), Touch{person, at, UINT64_MAX, SIZE_MAX});
    if (after == touches_.begin() || std::get<0>(*(after - 1)) != person) return nullptr;
    return &*(after - 1);
  }

  const Ask& ask_;
  People& people_;
  const int64_t begins_, ends_;
  std::vector<Message> messages_;
  std::vector<Touch> touches_;
};

}  // namespace

const Credits& ReadCredits(const Ask& ask) {
  Memo<Credits>& memo = ask.memos->credits;
  const std::vector<int64_t> starts = {ask.period.begins};
  const Memo<Credits>::Key key("", ask.period.begins, ask.period.ends);
  if (const auto* const known = memo.Find(key, starts)) return known->front();
  return memo.Keep(key, starts, {CreditReader(ask).Read()}).front();
}

}  // namespace griot::dashboard
