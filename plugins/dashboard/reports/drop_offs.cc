#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "griot/json.hpp"
#include "plugins/dashboard/narrative/usual.h"
#include "plugins/dashboard/reports/funnel.h"
#include "plugins/dashboard/reports/funnel_query.h"
#include "plugins/dashboard/reports/shares.h"

namespace griot::dashboard {
namespace {

constexpr double kFewest = 30;       // people with a trait, and without it
constexpr size_t kMostValues = 200;  // of a trait: what has more tells who, not what
constexpr size_t kMostRows = 20;

struct DropOff {
  FunnelQuestion question;
  FunnelTraits traits;
  std::vector<FunnelMember> members;
  size_t step = 0;  // from 1: the one that most are lost before; 0: nobody got so far
  size_t before = 0, went_on = 0, open = 0;

  // Who reached the step before, and whether they went on; nullopt: they did not, or still may.
  std::optional<bool> Went(const FunnelMember& member, size_t to, int64_t now) const {
    const auto& times = member.run.times;
    if (times.size() + 1 < to) return std::nullopt;
    if (times.size() >= to) return true;
    if (times.front() + question.rules.window >= now) return std::nullopt;
    return false;
  }
};

// The step to which the smallest share of those went who have reached the one before, and will not
// still go on.
void FindWorst(int64_t now, DropOff* drop) {
  double worst = 2;
  for (size_t to = 2; to <= drop->question.rules.steps; ++to) {
    size_t reached = 0, decided = 0, went = 0;
    for (const FunnelMember& member : drop->members) {
      if (member.run.times.size() + 1 >= to) ++reached;
      const auto on = drop->Went(member, to, now);
      if (on) ++decided;
      if (on && *on) ++went;
    }
    if (decided == 0) continue;
    const double rate = static_cast<double>(went) / static_cast<double>(decided);
    if (rate >= worst) continue;
    worst = rate;
    drop->step = to;
    drop->before = reached;
    drop->went_on = went;
    drop->open = reached - decided;
  }
}

void Look(const Ask& ask, DropOff* drop, bool traits) {
  drop->question = FunnelQuestion::Read(ask);
  drop->members = RunFunnel(ask, drop->question, traits ? &drop->traits : nullptr);
  FindWorst(ask.period.now, drop);
}

Table Step(const Ask& ask) {
  DropOff drop;
  Look(ask, &drop, false);
  Table table{{{"step", Kind::kInt},
               {"name", Kind::kText},
               {"from", Kind::kText},
               {"reached_before", Kind::kInt},
               {"went_on", Kind::kInt},
               {"dropped", Kind::kInt},
               {"open", Kind::kInt},
               {"rate", Kind::kNumber}},
              {}};
  if (drop.step == 0) return table;
  const size_t decided = drop.before - drop.open;
  const auto count = [](size_t n) { return CellOf(static_cast<int64_t>(n)); };
  table.rows.push_back({count(drop.step), drop.question.names[drop.step - 1],
                        drop.question.names[drop.step - 2], count(drop.before), count(drop.went_on),
                        count(decided - drop.went_on), count(drop.open),
                        CellOf(static_cast<double>(drop.went_on) / static_cast<double>(decided))});
  return table;
}

// When somebody had first got so far, by any attempt. The run that counts is no measure: of who
// went on it is the last attempt, with all that happened before it, and of who did not the first.
int64_t FirstReached(const FunnelRules& rules, const FunnelMember& member, size_t steps) {
  std::vector<FunnelEvent> events;
  for (const FunnelTraits::Seen& seen : member.seen) {
    events.push_back({seen.place >> 3, seen.matches, false});
  }
  // More events get no less far: the shortest beginning that gets there.
  size_t few = 0, enough = events.size() - 1;
  while (few < enough) {
    const size_t middle = (few + enough) / 2;
    const auto until = std::upper_bound(events.begin(), events.end(), events[middle].at,
                                        [](int64_t at, const FunnelEvent& e) { return at < e.at; });
    if (FurthestRun(rules, {events.begin(), until}).times.size() >= steps) {
      enough = middle;
    } else {
      few = middle + 1;
    }
  }
  return events[enough].at;
}

// The first that is known of each trait, by the events of the steps before `to`, until those were
// first reached: what the goal itself tells, or what is told later, is of those only who went on.
std::map<std::string, std::string> TraitsOf(const FunnelMember& member, const FunnelRules& rules,
                                            size_t to) {
  std::map<std::string, std::string> first;
  const int64_t reached = FirstReached(rules, member, to - 1);
  const uint32_t before =
      rules.order == FunnelOrder::kAny ? ~uint32_t{0} : (uint32_t{1} << (to - 1)) - 1;
  for (const FunnelTraits::Seen& seen : member.seen) {
    if (seen.place >> 3 > reached) break;
    if ((seen.matches & before) == 0) continue;
    json::Document document;
    if (!document.Parse(*seen.json).ok()) continue;
    json::Scratch scratch, other;
    for (const auto [name, value] : document.root().members()) {
      first.emplace(name.string(scratch).value_or(""), value.string(other).value_or(""));
    }
  }
  return first;
}

struct Factor {
  std::string name, value;
  Share with, without;
  double chance = 1;
  bool finding = false;
  double difference() const { return with.rate() - without.rate(); }
};

std::vector<Factor> FactorsOf(const DropOff& drop, int64_t now) {
  std::map<std::string, std::map<std::string, Share>> counted;
  Share all;
  for (const FunnelMember& member : drop.members) {
    const auto on = drop.Went(member, drop.step, now);
    if (!on) continue;
    all.whole += 1;
    all.part += *on ? 1 : 0;
    for (const auto& [name, value] : TraitsOf(member, drop.question.rules, drop.step)) {
      auto& values = counted[name];
      if (values.size() > kMostValues) continue;
      Share& share = values[value];
      share.whole += 1;
      share.part += *on ? 1 : 0;
    }
  }
  std::vector<Factor> factors;
  for (const auto& [name, values] : counted) {
    if (values.size() > kMostValues) continue;
    for (const auto& [value, with] : values) {
      const Share without{all.part - with.part, all.whole - with.whole};
      if (with.whole < kFewest || without.whole < kFewest) continue;
      factors.push_back({name, value, with, without, ChanceOf(with, without)});
    }
  }
  std::vector<double> chances;
  for (const Factor& factor : factors) chances.push_back(factor.chance);
  const std::vector<bool> found = Findings(chances);
  for (size_t i = 0; i < factors.size(); ++i) factors[i].finding = found[i];
  std::stable_sort(factors.begin(), factors.end(), [](const Factor& a, const Factor& b) {
    if (a.finding != b.finding) return a.finding;
    return std::abs(a.difference()) > std::abs(b.difference());
  });
  if (factors.size() > kMostRows) factors.resize(kMostRows);
  return factors;
}

Table Factors(const Ask& ask) {
  Table table{{{"factor", Kind::kText},
               {"value", Kind::kText},
               {"people", Kind::kInt},
               {"went_on", Kind::kInt},
               {"rate", Kind::kNumber},
               {"others", Kind::kInt},
               {"others_went_on", Kind::kInt},
               {"others_rate", Kind::kNumber},
               {"difference", Kind::kNumber},
               {"difference_low", Kind::kNumber},
               {"difference_high", Kind::kNumber},
               {"p", Kind::kNumber},
               {"finding", Kind::kBool}},
              {}};
  DropOff drop;
  Look(ask, &drop, true);
  if (drop.step == 0) return table;
  const auto count = [](double n) { return CellOf(static_cast<int64_t>(n)); };
  for (const Factor& factor : FactorsOf(drop, ask.period.now)) {
    const Interval interval = DifferenceOf(factor.with, factor.without);
    table.rows.push_back(
        {factor.name, factor.value, count(factor.with.whole), count(factor.with.part),
         CellOf(factor.with.rate()), count(factor.without.whole), count(factor.without.part),
         CellOf(factor.without.rate()), CellOf(factor.difference()), CellOf(interval.low),
         CellOf(interval.high), CellOf(factor.chance), factor.finding ? "t" : "f"});
  }
  return table;
}

}  // namespace

Report DropOffReport() {
  return {"/api/v1/drop-offs",
          "The step of a funnel that loses most, and what those have in common who are lost there: "
          "traits of the steps before it, as they were when those were first reached, against all "
          "who lack them",
          TimeParams() + FunnelParams(),
          {{"step", Shape::kObject, &Step, false}, {"factors", Shape::kList, &Factors, false}}};
}

}  // namespace griot::dashboard
