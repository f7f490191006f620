#include "plugins/dashboard/reports/ab.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "griot/json.hpp"
#include "plugins/dashboard/reports/funnel_query.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kAnswerWithin = 72 * 3600 * int64_t{1'000'000};
constexpr size_t kMostVariants = 20;

// std::lgamma keeps the sign in a variable that all threads share.
double LogGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

double LogBeta(double a, double b) { return LogGamma(a) + LogGamma(b) - LogGamma(a + b); }

// Q(a, x), the upper incomplete gamma function: by its series where that converges quickly, else by
// its continued fraction (Lentz).
double UpperGamma(double a, double x) {
  constexpr int kMostTerms = 1000;
  constexpr double kEnough = 1e-15;
  if (x <= 0) return 1;
  const double scale = std::exp(a * std::log(x) - x - LogGamma(a));
  if (x < a + 1) {
    double term = 1 / a, sum = term;
    for (int n = 1; n < kMostTerms && term > sum * kEnough; ++n) sum += term *= x / (a + n);
    return 1 - sum * scale;
  }
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int i = 1; i < kMostTerms; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (std::abs(d * c - 1) < kEnough) break;
  }
  return scale * h;
}

// Who was sent a message of the campaign, by its variant, and whether they wrote within 72 hours.
std::map<std::string, Share> GroupsOf(const Ask& ask, const std::string& campaign) {
  FunnelQuestion question;
  question.rules.steps = 2;
  question.rules.window = kAnswerWithin;
  question.rules.begins = ask.period.begins;
  question.rules.ends = ask.period.ends;
  question.names = question.events = {"message.sent", "message.received"};
  std::string filter = R"([{"property":"campaignId","op":"is","value":)";
  json::AppendString(filter, campaign);
  question.filters = {filter + "}]", "[]"};
  question.breakdown = "variant";
  std::map<std::string, Share> groups;
  for (const FunnelMember& member : RunFunnel(ask, question)) {
    if (member.value.empty()) continue;
    Share& group = groups[member.value];
    group.whole += 1;
    group.part += member.run.times.size() > 1 ? 1 : 0;
  }
  return groups;
}

Table Variants(const Ask& ask) {
  Table table{{{"variant", Kind::kText},
               {"people", Kind::kInt},
               {"responded", Kind::kInt},
               {"rate", Kind::kNumber},
               {"rate_low", Kind::kNumber},
               {"rate_high", Kind::kNumber},
               {"difference", Kind::kNumber},
               {"difference_low", Kind::kNumber},
               {"difference_high", Kind::kNumber},
               {"probability", Kind::kNumber},
               {"sample_ratio_p", Kind::kNumber}},
              {}};
  const auto groups = GroupsOf(ask, ask.Text("campaign").value_or(""));
  // One variant is no test, and a value of its own for each message is none either.
  if (groups.size() < 2 || groups.size() > kMostVariants) return table;
  std::vector<double> sizes;
  for (const auto& [variant, group] : groups) sizes.push_back(group.whole);
  const auto chance = SampleRatioChance(sizes);
  const Share& first = groups.begin()->second;
  for (const auto& [variant, group] : groups) {
    const Interval rate = WilsonOf(group), apart = DifferenceOf(group, first);
    const bool other = &group != &first;
    const auto against = [other](double x) { return other ? CellOf(x) : std::nullopt; };
    table.rows.push_back({variant, CellOf(static_cast<int64_t>(group.whole)),
                          CellOf(static_cast<int64_t>(group.part)), CellOf(group.rate()),
                          CellOf(rate.low), CellOf(rate.high), against(group.rate() - first.rate()),
                          against(apart.low), against(apart.high),
                          against(other ? ProbabilityOver(group, first) : 0),
                          chance ? CellOf(*chance) : std::nullopt});
  }
  return table;
}

}  // namespace

double ProbabilityOver(const Share& b, const Share& a) {
  const double a1 = 1 + a.part, a2 = 1 + a.whole - a.part;
  const double b1 = 1 + b.part, b2 = 1 + b.whole - b.part;
  double sum = 0;
  for (double i = 0; i < b1; ++i) {
    sum += std::exp(LogBeta(a1 + i, a2 + b2) - std::log(b2 + i) - LogBeta(1 + i, b2) -
                    LogBeta(a1, a2));
  }
  return std::min(1.0, sum);
}

std::optional<double> SampleRatioChance(const std::vector<double>& sizes) {
  const double all = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  if (sizes.size() < 2 || all == 0) return std::nullopt;
  const double even = all / static_cast<double>(sizes.size());
  double chi = 0;
  for (const double size : sizes) chi += (size - even) * (size - even) / even;
  return UpperGamma((static_cast<double>(sizes.size()) - 1) / 2, chi / 2);
}

Report VariantsReport() {
  const std::vector<Param> campaign = {
      {"campaign", "The messages' campaignId", Param::kText, {}, {}, 0, 0, true}};
  return {"/api/v1/campaigns/variants",
          "A/B: a campaign's messages by their property `variant`, people of each and who of them "
          "wrote within 72 hours, each against the first. Without two variants it is no test, and "
          "the answer is empty",
          TimeParams() + campaign,
          {{"variants", Shape::kList, &Variants, false}}};
}

}  // namespace griot::dashboard
