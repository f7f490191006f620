#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

class EventTimes : public DoorTest {
 protected:
  static std::string Iso(Micros time) { return "\"" + IsoString(time) + "\""; }
  fake::Heard With(const std::string& members) {
    return Take(R"({"event":"e","userId":"u",)" + members + "}");
  }
};

TEST_F(EventTimes, AreTheClientsOwn) {
  const auto e = With(R"("timestamp":"2025-05-06T07:08:09.123456+02:00")");
  EXPECT_EQ(IsoString(e.occurred_at), "2025-05-06T05:08:09.123456Z");
  EXPECT_EQ(e.context, "");
  EXPECT_EQ(IsoString(With(R"("timestamp":1746515289123)").occurred_at),
            "2025-05-06T07:08:09.123000Z");
  EXPECT_EQ(IsoString(With(R"("timestamp":"1746515289")").occurred_at),
            "2025-05-06T07:08:09.000000Z");
}

TEST_F(EventTimes, AreCorrectedByTheClientsClock) {
  // The clock is ten years slow; the event came a minute before it was sent.
  const auto e = Take(R"({"sentAt":"2015-01-01T00:01:00Z","batch":[
      {"event":"e","userId":"u","timestamp":"2015-01-01T00:00:00Z"}]})");
  EXPECT_EQ(e.received_at - e.occurred_at, kMinute);
  EXPECT_EQ(e.context, "");
  const auto original = With(R"("timestamp":"2001-01-01T00:00:00Z","sent_at":"2015-01-01T00:00:05Z",
                                "originalTimestamp":"2015-01-01T00:00:00Z")");
  EXPECT_EQ(original.received_at - original.occurred_at, 5 * kSecond);
}

TEST_F(EventTimes, WithoutOneItIsTheArrival) {
  const Micros before = Now();
  const auto e = Take(R"({"event":"e","userId":"u"})");
  EXPECT_EQ(e.occurred_at, e.received_at);
  EXPECT_GE(e.received_at, before);
  EXPECT_LE(e.received_at, Now());
  EXPECT_EQ(e.context, "");
}

TEST_F(EventTimes, OutOfBoundsTheyAreTheArrivalAndWhatWasSaidIsKept) {
  for (const std::string& said :
       {std::string("\"1999-12-31T23:59:59Z\""), Iso(Now() + 6 * kMinute), std::string("\"soon\""),
        std::string("[1]"), std::string("1e300"), std::string("true"), std::string("-5")}) {
    const auto e = With("\"timestamp\":" + said);
    EXPECT_EQ(e.occurred_at, e.received_at) << said;
    EXPECT_EQ(Member(e.context, "clientTimestamp"), said);
  }
}

TEST_F(EventTimes, BoundsAreFiveMinutesAheadAndTheYear2000) {
  const Micros ahead = Now() + 4 * kMinute;
  EXPECT_EQ(With("\"timestamp\":" + Iso(ahead)).occurred_at, ahead);
  EXPECT_EQ(IsoString(With(R"("timestamp":"2000-01-01T00:00:00Z")").occurred_at),
            "2000-01-01T00:00:00.000000Z");
}

TEST_F(EventTimes, AGarbledSentAtCorrectsNothing) {
  const auto e = Take(R"({"sent_at":"now","batch":[
      {"event":"e","userId":"u","timestamp":"2015-01-01T00:00:00Z"}]})");
  EXPECT_EQ(IsoString(e.occurred_at), "2015-01-01T00:00:00.000000Z");
}

TEST_F(EventTimes, AGarbledOriginalFallsBackToTheTimestamp) {
  const auto e = With(R"("originalTimestamp":"x","timestamp":"2015-01-01T00:00:00Z")");
  EXPECT_EQ(IsoString(e.occurred_at), "2015-01-01T00:00:00.000000Z");
}

}  // namespace
}  // namespace griot::web_sdk
