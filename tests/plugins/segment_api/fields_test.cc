#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

constexpr char kMozilla[] = "Mozilla/5.0 X11";

class SegmentFields : public SegmentTest {
 protected:
  fake::Heard With(const std::string& members, fake::Pairs headers = {}) {
    headers.emplace_back("Authorization", kBasic);
    return Take("track", R"({"event":"e","userId":"u")" + members + "}", std::move(headers));
  }
};

TEST_F(SegmentFields, TheContextIsKeptByteForByte) {
  constexpr char kContext[] =
      R"({ "library":{"name":"analytics-node","version":"3.1.0"},"channel":"server","n":1.0 })";
  const auto e = With(std::string(R"(,"context":)") + kContext);
  EXPECT_EQ(e.context, kContext);
  EXPECT_EQ(e.channel, "web");
}

TEST_F(SegmentFields, TheChannelIsConfigured) {
  Open(R"({"channel":"shop-app"})");
  EXPECT_EQ(With(R"(,"context":{"channel":"mobile"})").channel, "shop-app");
  Open(R"({"channel_from_context":true})");
  const auto e = With(R"(,"context":{"channel":"whatsapp"})");
  EXPECT_EQ(e.channel, "whatsapp");
  EXPECT_EQ(e.flags & GRIOT_EVENT_DEVICE, 0u);
  EXPECT_EQ(With(R"(,"context":{"channel":""})").channel, "web");
  EXPECT_EQ(With("").channel, "web");
}

TEST_F(SegmentFields, AWhatsappUserIsTheNumber) {
  Open(R"({"channel":"whatsapp"})");
  EXPECT_EQ(With(R"(,"userId":"254712345678")").user_id, "+254712345678");
  EXPECT_EQ(With(R"(,"userId":"4711")").user_id, "4711");
  Open();
  EXPECT_EQ(With(R"(,"userId":"254712345678")").user_id, "254712345678");
}

TEST_F(SegmentFields, NumbersMayBeIds) {
  const auto e = With(R"(,"userId":17,"anonymousId":18)");
  EXPECT_EQ(e.user_id, "17");
  EXPECT_EQ(e.anonymous_id, "18");
}

TEST_F(SegmentFields, NullsAreAbsent) {
  const auto e = With(R"(,"anonymousId":null,"messageId":null,"timestamp":null,"context":null,
                         "properties":null,"traits":null,"sentAt":null)");
  EXPECT_EQ(e.anonymous_id, "");
  EXPECT_EQ(e.context, "");
  EXPECT_EQ(e.properties, "");
  EXPECT_EQ(e.id.version(), 7);
}

TEST_F(SegmentFields, IdsAreTakenDerivedOrMinted) {
  const auto id = [&](const std::string& said) {
    return UuidString(With(R"(,"messageId":)" + said).id);
  };
  constexpr char kUuid[] = "01890a5d-ac96-774b-bcce-b302099a8057";
  EXPECT_EQ(id(R"("01890A5D-AC96-774B-BCCE-B302099A8057")"), kUuid);
  constexpr char kNode[] = "node-next-1700000000000-01890a5d-ac96-774b-bcce-b302099a8057";
  EXPECT_EQ(id("\"" + std::string(kNode) + "\""), UuidString(EventId("shop", "client", kNode)));
  EXPECT_EQ(id("17"), UuidString(EventId("shop", "client", "17")));
  constexpr char kNil[] = "00000000-0000-0000-0000-000000000000";
  EXPECT_EQ(id("\"" + std::string(kNil) + "\""), UuidString(EventId("shop", "client", kNil)));
  const Uuid first = With("").id;
  const Uuid second = With(R"(,"messageId":"")").id;
  EXPECT_EQ(first.version(), 7);
  EXPECT_LT(first, second);
}

TEST_F(SegmentFields, OnlyABrowsersAgentIsThePersons) {
  EXPECT_EQ(With("", {{"User-Agent", kMozilla}}).context, R"({"userAgent":"Mozilla/5.0 X11"})");
  EXPECT_EQ(With(R"(,"context":{"userAgent":"own"})", {{"User-Agent", kMozilla}}).context,
            R"({"userAgent":"own"})");
  EXPECT_EQ(With("", {{"User-Agent", "analytics-node-next/latest"}}).context, "");
  EXPECT_EQ(With("", {{"User-Agent", "Mozilla/\x01"}}).context, "");
  Open(R"({"channel":"whatsapp"})");
  EXPECT_EQ(With("", {{"User-Agent", kMozilla}}).context, "");
}

TEST_F(SegmentFields, TheAddressIsKeptOnRequest) {
  Open(R"({"keep_ip":true})");
  EXPECT_EQ(Member(With("", {{"User-Agent", kMozilla}}).context, "ip"), R"("192.0.2.1")");
  EXPECT_EQ(With("").context, "");
  EXPECT_EQ(
      Member(With(R"(,"context":{"ip":"198.51.100.7"})", {{"User-Agent", kMozilla}}).context, "ip"),
      R"("198.51.100.7")");
}

}  // namespace
}  // namespace griot::segment_api
