#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

class SegmentTimes : public SegmentTest {
 protected:
  fake::Heard With(const std::string& members) {
    return Take("track", R"({"event":"e","userId":"u",)" + members + "}");
  }
};

TEST_F(SegmentTimes, AreTheClientsOwn) {
  const auto e = With(R"("timestamp":"2025-05-06T07:08:09.123+02:00")");
  EXPECT_EQ(IsoString(e.occurred_at), "2025-05-06T05:08:09.123000Z");
  EXPECT_EQ(e.context, "");
}

TEST_F(SegmentTimes, AreCorrectedByTheClientsClock) {
  // The clock is ten years slow; the event came a minute before it was sent.
  const auto e = With(R"("originalTimestamp":"2015-01-01T00:00:00Z",
      "timestamp":"2001-01-01T00:00:00Z","sentAt":"2015-01-01T00:01:00Z")");
  EXPECT_EQ(e.received_at - e.occurred_at, kMinute);
  const auto batch = [&](const std::string& members) {
    host_.intake.Clear();
    Post("batch", R"({"sentAt":"2015-01-01T00:00:10Z","batch":[{"type":"page","userId":"u",
                      "timestamp":"2015-01-01T00:00:00Z")" +
                      members + "}]}");
    const auto events = host_.intake.events();
    return events.at(0).received_at - events.at(0).occurred_at;
  };
  EXPECT_EQ(batch(""), 10 * kSecond);
  EXPECT_EQ(batch(R"(,"sentAt":"2015-01-01T00:00:05Z")"), 5 * kSecond);
  EXPECT_EQ(batch(R"(,"sentAt":null)"), 10 * kSecond);
}

TEST_F(SegmentTimes, WithoutOneItIsTheArrival) {
  const auto e = Take("track", R"({"event":"e","userId":"u","sentAt":"2015-01-01T00:00:00Z"})");
  EXPECT_EQ(e.occurred_at, e.received_at);
  EXPECT_EQ(e.context, "");
}

TEST_F(SegmentTimes, OutOfBoundsTheyAreTheArrivalAndWhatWasSaidIsKept) {
  for (const char* said : {"\"1999-12-31T23:59:59Z\"", "\"2999-01-01\"", "\"soon\"", "true"}) {
    const auto e = With(std::string("\"timestamp\":") + said);
    EXPECT_EQ(e.occurred_at, e.received_at) << said;
    EXPECT_EQ(Member(e.context, "clientTimestamp"), said);
  }
}

}  // namespace
}  // namespace griot::segment_api
