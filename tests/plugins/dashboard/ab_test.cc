#include "plugins/dashboard/reports/ab.h"

#include <gtest/gtest.h>

#include <cmath>

namespace griot::dashboard {
namespace {

// By the midpoint rule over both densities, which shares nothing with the closed sum.
double ByIntegration(const Share& b, const Share& a) {
  constexpr int kSteps = 100'000;
  const auto density = [](const Share& s, double x) {
    const double log_scale =
        std::lgamma(s.whole + 2) - std::lgamma(s.part + 1) - std::lgamma(s.whole - s.part + 1);
    return std::exp(log_scale + s.part * std::log(x) + (s.whole - s.part) * std::log1p(-x));
  };
  double below = 0, sum = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double x = (i + 0.5) / kSteps, step = density(a, x) / kSteps;
    sum += density(b, x) / kSteps * (below + step / 2);
    below += step;
  }
  return sum;
}

TEST(Ab, ProbabilityIsThatOfTheTwoBetas) {
  for (const auto& [b, a] :
       std::initializer_list<std::pair<Share, Share>>{{{20, 100}, {10, 100}},
                                                      {{150, 1000}, {120, 1000}},
                                                      {{5, 20}, {9, 31}},
                                                      {{3, 3}, {1, 2}}}) {
    EXPECT_NEAR(ProbabilityOver(b, a), ByIntegration(b, a), 1e-6);
    EXPECT_NEAR(ProbabilityOver(b, a) + ProbabilityOver(a, b), 1, 1e-9);
  }
  EXPECT_NEAR(ProbabilityOver({50, 100}, {50, 100}), 0.5, 1e-9);
  EXPECT_NEAR(ProbabilityOver({0, 0}, {0, 0}), 0.5, 1e-9);
  EXPECT_NEAR(ProbabilityOver({9000, 100'000}, {8000, 100'000}), 1, 1e-9);
}

TEST(Ab, SampleRatioIsTheChanceOfChiSquare) {
  // 3.841… and 5.991… are what is passed in one case of twenty, with one and with two degrees.
  const double half = std::sqrt(3.841458821 * 1000 / 4), off = std::sqrt(5.991464547 * 1000 / 2);
  EXPECT_NEAR(*SampleRatioChance({500 + half, 500 - half}), 0.05, 1e-7);
  EXPECT_NEAR(*SampleRatioChance({1000 + off, 1000 - off, 1000}), 0.05, 1e-7);
  // One degree is also the two-sided normal.
  for (const double z : {0.1, 0.7, 1.5, 4.0}) {
    const double d = z * std::sqrt(1000.0) / 2;
    EXPECT_NEAR(*SampleRatioChance({500 + d, 500 - d}), std::erfc(z / std::sqrt(2.0)), 1e-12);
  }
  EXPECT_LT(*SampleRatioChance({700, 300}), 1e-30);
  EXPECT_EQ(*SampleRatioChance({100, 100}), 1);
  EXPECT_FALSE(SampleRatioChance({100}));
  EXPECT_FALSE(SampleRatioChance({0, 0}));
}

}  // namespace
}  // namespace griot::dashboard
