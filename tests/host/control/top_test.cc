// griot top: counting, rates between two looks, and lines that fit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "griot/json.hpp"
#include "host/control/top_screen.h"

namespace griot::host {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

TEST(StageLoadTest, ClassesOfTimesFollowEachOtherWithoutGaps) {
  for (size_t at = 1; at + 1 < StageLoad::kTimes; ++at) {
    EXPECT_EQ(StageLoad::ClassOf(StageLoad::UpTo(at)), at);
    EXPECT_EQ(StageLoad::ClassOf(StageLoad::UpTo(at) + 1), at + 1);
  }
  EXPECT_EQ(StageLoad::ClassOf(0), 0u);
  EXPECT_EQ(StageLoad::ClassOf(UINT64_MAX), StageLoad::kTimes - 1);
}

TEST(StageLoadTest, AddsUpWhatWasDone) {
  StageLoad load;
  load.Add({.events = 5, .filtered = 2, .dead = 1}, std::chrono::milliseconds(3));
  load.Add({.failures = 1}, std::chrono::nanoseconds(-1));
  StageLoad::Counts counts;
  load.ReadInto(&counts);
  EXPECT_EQ(counts.batches, 2u);
  EXPECT_EQ(counts.events, 5u);
  EXPECT_EQ(counts.filtered, 2u);
  EXPECT_EQ(counts.dead, 1u);
  EXPECT_EQ(counts.failures, 1u);
  EXPECT_EQ(counts.nanos, 3'000'000u);
  EXPECT_EQ(counts.times[StageLoad::ClassOf(3000)], 1u);
}

TopSample Sample(int64_t at, uint64_t batches, uint64_t events, const std::string& times) {
  const auto n = [](uint64_t v) { return std::to_string(v); };
  auto sample = TopSample::Parse(
      R"({"version":"1","at":)" + std::to_string(at) +
      R"(,"ready":true,"memory_used":1,"memory_budget":4,"connections":3,"pipelines":[{"name":"p",)"
      R"("lanes":2,"waiting":7,"stages":[{"stage":"p/s","kind":"transform","plugin":"x",)"
      R"("generation":1,"instances":2,"batches":)" +
      n(batches) + R"(,"events":)" + n(events) +
      R"(,"filtered":0,"dead":0,"duplicate":0,"failures":0,"nanos":)" + n(batches * 1'000'000) +
      R"(,"times":)" + times + "}]}]}");
  EXPECT_TRUE(sample.has_value());
  return sample.value_or(TopSample{});
}

TEST(TopRatesTest, AreWhatWasAddedASecond) {
  const auto rates = TopRates::Between(Sample(1'000'000, 10, 100, "[[4,10]]"),
                                       Sample(3'000'000, 110, 1100, "[[4,109],[20,1]]"));
  const TopRates::Stage& s = rates.pipelines.at(0).stages.at(0);
  EXPECT_DOUBLE_EQ(s.events, 500);
  EXPECT_DOUBLE_EQ(s.busy, 0.025);  // 100 calls of 1 ms in 2 s of 2 instances
  EXPECT_DOUBLE_EQ(s.p50.value(), 5e-6);
  EXPECT_DOUBLE_EQ(s.p99.value(), 5e-6);
}

TEST(TopRatesTest, TheSlowestOfFewCallsIsTheirP99) {
  const auto rates =
      TopRates::Between(Sample(1, 0, 0, "[]"), Sample(1'000'001, 3, 3, "[[4,2],[20,1]]"));
  EXPECT_DOUBLE_EQ(rates.pipelines.at(0).stages.at(0).p50.value(), 5e-6);
  EXPECT_GT(TopRates::Between(Sample(1, 0, 0, "[]"), Sample(2, 200, 200, "[[4,190],[20,10]]"))
                .pipelines.at(0)
                .stages.at(0)
                .p99.value(),
            1e-3);
}

TEST(TopRatesTest, AStageThatBeganAnewCountsFromNothing) {
  const auto replaced = TopRates::Between(Sample(1'000'000, 100, 1000, "[[4,100]]"),
                                          Sample(2'000'000, 5, 50, "[[4,5]]"));
  EXPECT_DOUBLE_EQ(replaced.pipelines.at(0).stages.at(0).events, 50);
  const auto restarted = TopRates::Between(Sample(9'000'000, 100, 1000, "[[4,100]]"),
                                           Sample(500'000, 200, 2000, "[[4,200]]"));
  EXPECT_DOUBLE_EQ(restarted.pipelines.at(0).stages.at(0).events, 4000);
}

TEST(TopRatesTest, WhatIsNoAnswerIsNone) {
  EXPECT_FALSE(TopSample::Parse("").has_value());
  EXPECT_FALSE(TopSample::Parse(R"({"error":"x"})").has_value());
}

TEST(TopScreenTest, FitsAndCountsWhatItLeavesOut) {
  TopRates rates;
  rates.now.version = "0.1.0";
  TopRates::Pipeline p;
  p.name = std::string(90, 'n') + "\x1b[2J";
  p.in = 1e12;
  TopRates::Stage s;
  s.name = "p/" + std::string(90, 's');
  s.kind = "transform";
  s.events = s.dead = 123456.7;
  s.filtered = 1e15;
  s.p50 = 0.0123;
  s.p99 = 59;
  s.busy = 1;
  s.queue = UINT64_MAX;
  p.stages.assign(40, s);
  rates.pipelines.push_back(p);
  const auto lines = TopScreen(rates, 80, 24);
  EXPECT_THAT(lines, SizeIs(24));
  EXPECT_THAT(lines, Each(SizeIs(Le(80u))));
  EXPECT_THAT(lines.back(), HasSubstr("21 more lines"));
  EXPECT_THAT(lines, Each(::testing::Not(HasSubstr("\x1b"))));
  EXPECT_THAT(lines[4], HasSubstr("123k"));
  EXPECT_THAT(lines[4], HasSubstr("12ms    59s 100%"));
}

}  // namespace
}  // namespace griot::host
