// The exposition format, and health.
#include "host/telemetry/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "griot/json.hpp"
#include "host/telemetry/health.h"

namespace griot::host {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, AreRenderedByFamilyWithEscapedLabels) {
  Metrics metrics;
  metrics.Get(GRIOT_COUNTER, "things_total", "Things", {{"stage", "a\"b\\c\nd"}})->Record(2);
  metrics.Get(GRIOT_GAUGE, "level", "Level", {})->Record(0.5);
  const std::string text = metrics.Render();
  EXPECT_THAT(text,
              HasSubstr("# HELP griot_things_total Things\n# TYPE griot_things_total counter\n"
                        "griot_things_total{stage=\"a\\\"b\\\\c\\nd\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("griot_level 0.5\n"));
}

TEST(Metrics, HistogramsCountCumulatively) {
  Metrics metrics;
  griot_metric* m = metrics.Get(GRIOT_HISTOGRAM_SECONDS, "wait_seconds", "Wait", {});
  for (const double seconds : {0.0001, 0.003, 0.003, 100.0}) m->Record(seconds);
  const std::string text = metrics.Render();
  EXPECT_THAT(text, HasSubstr("griot_wait_seconds_bucket{le=\"0.0005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("griot_wait_seconds_bucket{le=\"0.005\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("griot_wait_seconds_bucket{le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("griot_wait_seconds_count 4\n"));
}

TEST(Metrics, BadNamesAndOtherKindsAreRefused) {
  Metrics metrics;
  EXPECT_EQ(metrics.Get(GRIOT_COUNTER, "no spaces", "", {}), nullptr);
  EXPECT_EQ(metrics.Get(GRIOT_COUNTER, "9lives", "", {}), nullptr);
  EXPECT_NE(metrics.Get(GRIOT_COUNTER, "x", "", {}), nullptr);
  EXPECT_EQ(metrics.Get(GRIOT_GAUGE, "x", "", {}), nullptr);
  EXPECT_EQ(metrics.Get(GRIOT_COUNTER, "x", "", {}), metrics.Get(GRIOT_COUNTER, "x", "", {}));
}

TEST(Health, OnlyWhatIsRequiredTurnsReadinessRed) {
  Health health;
  EXPECT_FALSE(health.ready());  // not started
  health.SetStarted(true);
  EXPECT_TRUE(health.ready());
  health.Report("p/a", "redis", GRIOT_DOWN, "gone", false);
  EXPECT_TRUE(health.ready());
  health.Report("p/b", "redis", GRIOT_DEGRADED, "slow", true);
  EXPECT_TRUE(health.ready());
  health.Report("p/b", "redis", GRIOT_DOWN, "gone: \"quoted\"", true);
  EXPECT_FALSE(health.ready());
  json::Document document;
  const std::string text = health.Json();
  ASSERT_TRUE(document.Parse(text).ok()) << text;
  EXPECT_THAT(text, HasSubstr(R"("status":"not ready")"));
  health.Forget("p/b");
  EXPECT_TRUE(health.ready());
}

}  // namespace
}  // namespace griot::host
