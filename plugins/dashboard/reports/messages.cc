#include "plugins/dashboard/reports/messages.h"

#include <algorithm>

#include "plugins/dashboard/reports/counted.h"
#include "plugins/dashboard/reports/shares.h"
#include "plugins/dashboard/rollup/facts.h"

namespace griot::dashboard {
namespace {

enum Wait { kAnswered, kByAgents, kMissed, kResolved, kOpen };
constexpr int64_t kDayMicros = 86'400 * int64_t{1'000'000};
constexpr size_t kMostLines = 100;
constexpr int64_t kLeastMessages = 30;  // of an hour whose share is told

Table::Cell Percentile(const std::vector<double>& values, double p) {
  const auto value = PercentileOf(values, p);
  return value ? CellOf(*value) : std::nullopt;
}

const Fact& All(const Ask& ask, FactKind kind, bool samples = true) {
  return FactAt(AllFacts(ask, kind, {"", std::nullopt, samples}), "");
}

// The waits of the period; what has not ended within a day is missed, or its chat silent.
Fact Waits(const Ask& ask) {
  Ask halves = ask;
  const int64_t day_ago = ask.period.now - kDayMicros;
  halves.period.starts = {ask.period.begins};
  const bool divided = day_ago >= ask.period.begins && day_ago < ask.period.ends;
  // What waits for exactly a day has missed it.
  if (divided) halves.period.starts.push_back(day_ago + 1);
  const auto& parts = ReadFacts(halves, FactKind::kWait, {});
  Fact waits;
  for (size_t i = 0; i < parts.size(); ++i) {
    Fact some = FactAt(parts[i], "");
    const bool over = divided ? i == 0 : ask.period.ends <= day_ago + 1;
    if (over && !some.counts.empty()) some.counts[kMissed] += some.counts[kOpen];
    waits.Add(some);
  }
  return waits;
}

// How many values lie in each of [from, next); of the last up to infinity where it is open.
std::vector<int64_t> Bins(const std::vector<double>& from, bool open,
                          const std::vector<double>& values) {
  std::vector<int64_t> counts(from.size());
  for (const double value : values) {
    const auto after = std::upper_bound(from.begin(), from.end(), value);
    if (after == from.begin()) continue;
    ++counts[static_cast<size_t>(after - from.begin() - 1)];
  }
  if (!open) counts.pop_back();
  return counts;
}

Table Histogram(const char* from_name, const char* to_name, const std::vector<double>& from,
                bool open,
                const std::vector<std::pair<const char*, const std::vector<double>*>>& of) {
  Table table{{{from_name, Kind::kInt}, {to_name, Kind::kInt}}, {}};
  std::vector<std::vector<int64_t>> bins;
  for (const auto& [name, values] : of) {
    table.columns.push_back({name, Kind::kInt});
    bins.push_back(Bins(from, open, *values));
  }
  for (size_t i = 0; i < bins[0].size(); ++i) {
    auto& row = table.rows.emplace_back();
    row.push_back(CellOf(static_cast<int64_t>(from[i])));
    row.push_back(i + 1 < from.size() ? CellOf(static_cast<int64_t>(from[i + 1])) : Table::Cell());
    for (const auto& counts : bins) row.push_back(CellOf(counts[i]));
  }
  return table;
}

// Lines by how many there are, then by their value; so many of them.
std::vector<std::pair<std::string, const Fact*>> Largest(const Facts& facts, size_t count) {
  std::vector<std::pair<std::string, const Fact*>> lines;
  for (const auto& [value, fact] : facts) {
    if (fact.count(count) > 0) lines.emplace_back(value, &fact);
  }
  std::stable_sort(lines.begin(), lines.end(), [count](const auto& a, const auto& b) {
    return a.second->count(count) > b.second->count(count);
  });
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  return lines;
}

// The messages of each hour of the week, from Monday's first (24) on.
std::vector<Fact> ByHour(const Ask& ask) {
  std::vector<int> cell_of;
  const Ask hourly = HourlyOf(ask, &cell_of);
  std::vector<Fact> hours(8 * 24);
  const auto& parts = ReadFacts(hourly, FactKind::kMessage, {"", std::nullopt, false});
  for (size_t i = 0; i < parts.size(); ++i) {
    hours[static_cast<size_t>(cell_of[i])].Add(FactAt(parts[i], ""));
  }
  return hours;
}

}  // namespace

Table MessageTotals(const Ask& ask) {
  const Fact w = Waits(ask);
  const Fact &m = All(ask, FactKind::kMessage, false), &r = All(ask, FactKind::kResolution),
             &c = All(ask, FactKind::kChat);
  const auto within = std::count_if(w.samples.begin(), w.samples.end(), [&](double seconds) {
    return seconds <= ask.project.response_target;
  });
  const Table contacts = ask.Read("whatsapp_contacts");
  Table table{{}, {{}}};
  const auto put = [&table](const char* name, Kind kind, Table::Cell value) {
    table.columns.push_back({name, kind});
    table.rows[0].push_back(std::move(value));
  };
  const auto count = [&put](const char* name, int64_t n) { put(name, Kind::kInt, CellOf(n)); };
  const auto number = [&put](const char* name, Table::Cell x) {
    put(name, Kind::kNumber, std::move(x));
  };
  count("received", m.count(kReceived));
  count("attempted", m.count(kAttempted));
  count("sent", m.count(kSent));
  count("delivered", m.count(kDelivered));
  count("read", m.count(kRead));
  count("replied", m.count(kReplied));
  count("clicked", m.count(kClicked));
  count("failed", m.count(kFailed));
  number("delivery_rate", RateOf(m.count(kDelivered), m.count(kAttempted)));
  number("read_rate", RateOf(m.count(kRead), m.count(kDelivered)));
  number("reply_rate", RateOf(m.count(kReplied), m.count(kAttempted)));
  put("new_contacts", Kind::kInt, contacts.rows.at(0).at(0));
  count("answered", w.count(kAnswered));
  number("median_response_seconds", Percentile(w.samples, 0.5));
  number("p90_response_seconds", Percentile(w.samples, 0.9));
  count("missed", w.count(kMissed));
  count("resolved_unanswered", w.count(kResolved));
  number("within_target_share", RateOf(within, w.count(kAnswered)));
  count("by_agents", w.count(kByAgents));
  number("median_agent_seconds", Percentile(w.others, 0.5));
  number("p90_agent_seconds", Percentile(w.others, 0.9));
  count("resolutions", r.count(0));
  number("median_resolution_seconds", Percentile(r.samples, 0.5));
  number("p90_resolution_seconds", Percentile(r.samples, 0.9));
  count("conversations", c.count(0));
  number("median_conversation_length", Percentile(c.samples, 0.5));
  return table;
}

Table MessageSeries(const Ask& ask) {
  const auto& messages = ReadFacts(ask, FactKind::kMessage, {"", std::nullopt, false});
  const auto& waits = ReadFacts(ask, FactKind::kWait, {});
  Table table{{{"part", Kind::kInt},
               {"start", Kind::kText},
               {"received", Kind::kInt},
               {"sent", Kind::kInt},
               {"delivered", Kind::kInt},
               {"read", Kind::kInt},
               {"answered", Kind::kInt},
               {"median_response_seconds", Kind::kNumber},
               {"p90_response_seconds", Kind::kNumber}},
              {}};
  for (size_t i = 0; i < messages.size(); ++i) {
    const Fact &m = FactAt(messages[i], ""), &w = FactAt(waits[i], "");
    table.rows.push_back(
        {CellOf(static_cast<int64_t>(i)), ask.period.labels[i], CellOf(m.count(kReceived)),
         CellOf(m.count(kSent)), CellOf(m.count(kDelivered)), CellOf(m.count(kRead)),
         CellOf(w.count(kAnswered)), Percentile(w.samples, 0.5), Percentile(w.samples, 0.9)});
  }
  return table;
}

Table MessageHours(const Ask& ask) {
  const std::vector<Fact> hours = ByHour(ask);
  Table table{{{"weekday", Kind::kInt},
               {"hour", Kind::kInt},
               {"received", Kind::kInt},
               {"sent", Kind::kInt}},
              {}};
  for (int64_t at = 24; at < 8 * 24; ++at) {
    const Fact& fact = hours[static_cast<size_t>(at)];
    if (fact.count(kReceived) + fact.count(kAttempted) == 0) continue;
    table.rows.push_back({CellOf(at / 24), CellOf(at % 24), CellOf(fact.count(kReceived)),
                          CellOf(fact.count(kAttempted))});
  }
  return table;
}

Table MessageTemplates(const Ask& ask) {
  const Facts& facts = AllFacts(ask, FactKind::kMessage, {"template", std::nullopt, false});
  Table table{{{"template", Kind::kText},
               {"attempted", Kind::kInt},
               {"sent", Kind::kInt},
               {"delivered", Kind::kInt},
               {"read", Kind::kInt},
               {"replied", Kind::kInt},
               {"clicked", Kind::kInt},
               {"failed", Kind::kInt},
               {"delivery_rate", Kind::kNumber},
               {"read_rate", Kind::kNumber},
               {"reply_rate", Kind::kNumber}},
              {}};
  for (const auto& [value, m] : Largest(facts, kAttempted)) {
    if (value.empty()) continue;
    table.rows.push_back(
        {value, CellOf(m->count(kAttempted)), CellOf(m->count(kSent)), CellOf(m->count(kDelivered)),
         CellOf(m->count(kRead)), CellOf(m->count(kReplied)), CellOf(m->count(kClicked)),
         CellOf(m->count(kFailed)), RateOf(m->count(kDelivered), m->count(kAttempted)),
         RateOf(m->count(kRead), m->count(kDelivered)),
         RateOf(m->count(kReplied), m->count(kAttempted))});
  }
  return table;
}

// When messages are read or answered soon: of those sent to people by campaigns, the share within
// an hour, by weekday and hour of the project's clock, with Wilson's interval of 95 %.
Table SendHours(const Ask& ask) {
  const std::vector<Fact> hours = ByHour(ask);
  struct Line {
    int64_t at;
    double soon, messages;
  };
  std::vector<Line> lines;
  for (int64_t at = 24; at < 8 * 24; ++at) {
    const Fact& fact = hours[static_cast<size_t>(at)];
    if (fact.count(kOfCampaigns) < kLeastMessages) continue;
    lines.push_back({at, static_cast<double>(fact.count(kSoon)),
                     static_cast<double>(fact.count(kOfCampaigns))});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.soon / a.messages > b.soon / b.messages;
  });
  Table table{{{"weekday", Kind::kInt},
               {"hour", Kind::kInt},
               {"messages", Kind::kInt},
               {"soon", Kind::kInt},
               {"share", Kind::kNumber},
               {"share_low", Kind::kNumber},
               {"share_high", Kind::kNumber}},
              {}};
  for (const auto& [at, k, n] : lines) {
    const Interval interval = WilsonOf({k, n});
    table.rows.push_back({CellOf(at / 24), CellOf(at % 24), CellOf(static_cast<int64_t>(n)),
                          CellOf(static_cast<int64_t>(k)), CellOf(k / n), CellOf(interval.low),
                          CellOf(interval.high)});
  }
  return table;
}

Table ResponseTimes(const Ask& ask) {
  const Fact& w = All(ask, FactKind::kWait);
  return Histogram("from_seconds", "to_seconds", {0, 60, 300, 900, 3600, 14400, 28800, 86400},
                   false, {{"answers", &w.samples}, {"by_agents", &w.others}});
}

Table ResolutionTimes(const Ask& ask) {
  const Fact& r = All(ask, FactKind::kResolution);
  return Histogram("from_seconds", "to_seconds", {0, 60, 300, 900, 3600, 14400, 28800, 86400}, true,
                   {{"resolutions", &r.samples}});
}

Table ConversationLengths(const Ask& ask) {
  const Fact& c = All(ask, FactKind::kChat);
  return Histogram("from_messages", "to_messages", {0, 1, 4, 7, 11, 21}, true,
                   {{"conversations", &c.samples}});
}

Table ResolutionOutcomes(const Ask& ask) {
  const Facts& facts = AllFacts(ask, FactKind::kResolution, {"outcome", std::nullopt});
  Table table{{{"outcome", Kind::kText},
               {"resolutions", Kind::kInt},
               {"median_seconds", Kind::kNumber},
               {"p90_seconds", Kind::kNumber},
               {"median_provider_seconds", Kind::kNumber}},
              {}};
  for (const auto& [outcome, r] : Largest(facts, 0)) {
    table.rows.push_back({outcome, CellOf(r->count(0)), Percentile(r->samples, 0.5),
                          Percentile(r->samples, 0.9), Percentile(r->others, 0.5)});
  }
  return table;
}

}  // namespace griot::dashboard
