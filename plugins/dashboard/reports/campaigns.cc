#include "plugins/dashboard/reports/campaigns.h"

#include <algorithm>
#include <bit>

#include "plugins/dashboard/reports/credits.h"
#include "plugins/dashboard/reports/messages.h"
#include "plugins/dashboard/rollup/facts.h"

namespace griot::dashboard {
namespace {

struct Line {
  std::string value;
  const Fact* fact;
};

// By how many were attempted, then by their value; those of the page.
std::vector<Line> Page(const Ask& ask, const Facts& facts, size_t most) {
  std::vector<Line> lines;
  for (const auto& [value, fact] : facts) {
    if (!value.empty() && fact.count(kAttempted) > 0) lines.push_back({value, &fact});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.fact->count(kAttempted) > b.fact->count(kAttempted);
  });
  const auto offset =
      static_cast<std::ptrdiff_t>(std::min(lines.size(), static_cast<size_t>(ask.Int("offset"))));
  lines.erase(lines.begin(), lines.begin() + offset);
  if (lines.size() > most) lines.resize(most);
  return lines;
}

// By the hash that the messages' facts have of each.
std::vector<int64_t> Converted(const Ask& ask, const std::vector<Line>& lines,
                               const CreditsOf& credits) {
  std::vector<std::string> values;
  for (const Line& line : lines) values.push_back(line.value);
  const Result hashes = ask.call.reader->Run(
      "select hashtextextended(v, 0) from unnest($1::text[]) with ordinality as u (v, n) order by "
      "n",
      {TextArray(values)});
  std::vector<int64_t> counts;
  for (int i = 0; i < hashes.rows(); ++i) {
    const auto found = credits.find(hashes.int8(i, 0));
    counts.push_back(found == credits.end() ? 0 : found->second);
  }
  return counts;
}

int64_t Distinct(const std::vector<double>& samples) {
  std::vector<int64_t> hashes;
  hashes.reserve(samples.size());
  for (const double sample : samples) hashes.push_back(std::bit_cast<int64_t>(sample));
  std::sort(hashes.begin(), hashes.end());
  return std::unique(hashes.begin(), hashes.end()) - hashes.begin();
}

// The first and last of times, by pairs.
std::pair<int64_t, int64_t> Ends(const std::vector<double>& samples) {
  std::pair<int64_t, int64_t> ends{INT64_MAX, INT64_MIN};
  for (size_t i = 0; i + 1 < samples.size(); i += 2) {
    ends.first = std::min(ends.first, std::bit_cast<int64_t>(samples[i]));
    ends.second = std::max(ends.second, std::bit_cast<int64_t>(samples[i + 1]));
  }
  return ends;
}

Table MakeTable(const Ask& ask, const char* dim, const CreditsOf& credits, size_t most) {
  const std::vector<Line> lines =
      Page(ask, AllFacts(ask, FactKind::kMessage, {dim, std::nullopt, true}), most);
  const std::vector<int64_t> converted = Converted(ask, lines, credits);
  Table table{{{"value", Kind::kText},
               {"attempted", Kind::kInt},
               {"sent", Kind::kInt},
               {"delivered", Kind::kInt},
               {"read", Kind::kInt},
               {"clicked", Kind::kInt},
               {"replied", Kind::kInt},
               {"responded", Kind::kInt},
               {"converted", Kind::kInt},
               {"failed", Kind::kInt},
               {"recipients", Kind::kInt},
               {"delivery_rate", Kind::kNumber},
               {"read_rate", Kind::kNumber},
               {"reply_rate", Kind::kNumber},
               {"conversion_rate", Kind::kNumber},
               {"first_at", Kind::kTime},
               {"last_at", Kind::kTime}},
              {}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const Fact& m = *lines[i].fact;
    const int64_t attempted = m.count(kAttempted);
    const auto [first, last] = Ends(m.others);
    table.rows.push_back(
        {lines[i].value, CellOf(attempted), CellOf(m.count(kSent)), CellOf(m.count(kDelivered)),
         CellOf(m.count(kRead)), CellOf(m.count(kClicked)), CellOf(m.count(kReplied)),
         CellOf(m.count(kResponded)), CellOf(converted[i]), CellOf(m.count(kFailed)),
         CellOf(Distinct(m.samples)), RateOf(m.count(kDelivered), attempted),
         RateOf(m.count(kRead), m.count(kDelivered)), RateOf(m.count(kReplied), attempted),
         RateOf(converted[i], attempted), MicrosText(first), MicrosText(last)});
  }
  return table;
}

}  // namespace

Table CampaignsTable(const Ask& ask) {
  return MakeTable(ask, "campaign", ReadCredits(ask).campaigns,
                   static_cast<size_t>(ask.Int("limit")) + 1);
}

Table TemplatesTable(const Ask& ask) {
  return MakeTable(ask, "template", ReadCredits(ask).templates,
                   static_cast<size_t>(ask.Int("limit")));
}

}  // namespace griot::dashboard
