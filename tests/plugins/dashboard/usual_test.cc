#include "plugins/dashboard/narrative/usual.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "tests/support/seed.h"

namespace griot::dashboard {
namespace {

// Tables of Student's t.
TEST(Usual, StudentsT) {
  EXPECT_NEAR(StudentQuantile(0.05, 7), 2.364624, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.05, 3), 3.182446, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.01, 7), 3.499483, 1e-5);
  EXPECT_NEAR(StudentTail(2.364624, 7), 0.05, 1e-6);
  EXPECT_NEAR(StudentTail(0, 7), 1, 1e-12);
}

TEST(Usual, IsKnownAfterFourWeeks) {
  EXPECT_FALSE(UsualOf(1, {1, 2, 3}));
  const auto usual = UsualOf(10, {1, 2, 3, 4});
  ASSERT_TRUE(usual);
  // 2.5 ± 3.182446 · 1.290994 · √1.25
  EXPECT_NEAR(usual->low, 2.5 - 4.593469, 1e-4);
  EXPECT_NEAR(usual->high, 2.5 + 4.593469, 1e-4);
}

TEST(Usual, HolmStopsAtTheFirstThatIsNone) {
  EXPECT_EQ(Findings({0.01, 0.04, 0.03}), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(Findings({0.01, 0.02, 0.04}), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(Findings({}), std::vector<bool>());
}

std::vector<double> Weeks(std::mt19937_64& rng, double mean) {
  std::vector<double> weeks;
  for (int i = 0; i < 9; ++i) weeks.push_back(std::poisson_distribution<int>(mean)(rng));
  return weeks;
}

std::optional<Usual> Judge(std::vector<double> weeks) {
  const double now = weeks.back();
  weeks.pop_back();
  return UsualOf(now, weeks);
}

TEST(Usual, QuietWeeksSeldomHaveFindings) {
  std::mt19937_64 rng(test::Seed());
  constexpr int kTrials = 4000;
  int found = 0;
  for (int i = 0; i < kTrials; ++i) {
    std::vector<double> p;
    for (const double mean : {5000.0, 800.0, 6000.0, 300.0, 2000.0, 90.0, 40.0}) {
      p.push_back(Judge(Weeks(rng, mean))->p);
    }
    const auto findings = Findings(p);
    if (std::find(findings.begin(), findings.end(), true) != findings.end()) ++found;
  }
  std::printf("%d of %d quiet weeks had a false finding: %.2f %%\n", found, kTrials,
              100.0 * found / kTrials);
  // 5 %, and three standard errors of the simulation.
  EXPECT_LE(found, kTrials * 0.05 + 3 * std::sqrt(kTrials * 0.05 * 0.95));
}

TEST(Usual, AFifthMoreIsFound) {
  std::mt19937_64 rng(test::Seed());
  int found = 0;
  for (int i = 0; i < 1000; ++i) {
    std::vector<double> p;
    for (const double mean : {5000.0, 800.0, 6000.0, 300.0, 2000.0, 90.0, 40.0}) {
      std::vector<double> weeks = Weeks(rng, mean);
      if (p.empty()) weeks.back() *= 1.2;
      p.push_back(Judge(weeks)->p);
    }
    found += Findings(p)[0] ? 1 : 0;
  }
  std::printf("a fifth more of 5,000 was found in %d of 1000 weeks\n", found);
  EXPECT_GE(found, 950);
}

}  // namespace
}  // namespace griot::dashboard
