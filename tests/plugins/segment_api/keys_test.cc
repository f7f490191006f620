#include "plugins/segment_api/credentials.h"
#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

using ::testing::HasSubstr;

constexpr char kTrack[] = R"({"event":"e","userId":"u"})";
constexpr char kKeyed[] = R"({"writeKey":"wk_test","event":"e","userId":"u"})";

class SegmentKeys : public SegmentTest {};

TEST_F(SegmentKeys, ComeByBasicByHeaderOrInTheBody) {
  EXPECT_EQ(Post("t", kTrack, {{"authorization", kBasic}}).status, 200);
  EXPECT_EQ(Post("t", kTrack, {{"Authorization", "basic d2tfdGVzdDo"}}).status, 200);
  EXPECT_EQ(Post("t", kTrack, {{"x-write-key", "wk_test"}}).status, 200);
  EXPECT_EQ(Post("t", kKeyed, {}).status, 200);
  EXPECT_EQ(Post("t", R"({"writeKey":"wk_t\u0065st","event":"e","userId":"u"})", {}).status, 200);
  EXPECT_EQ(
      Post("b", R"({"writeKey":"wk_test","batch":[{"type":"page","userId":"u"}]})", {}).status,
      200);
  EXPECT_EQ(host_.intake.events().size(), 6u);
}

TEST_F(SegmentKeys, OtherSchemesLeaveItToTheBody) {
  EXPECT_EQ(Post("t", kKeyed, {{"Authorization", "Bearer abc"}}).status, 200);
  EXPECT_EQ(Post("t", kKeyed, {{"Authorization", "Basic Og=="}}).status, 200);  // ":"
  EXPECT_EQ(Post("t", kTrack, {{"Authorization", "Bearer abc"}}).status, 401);
}

TEST_F(SegmentKeys, AWrongHeaderWinsOverARightBody) {
  const auto answer = Post("t", kKeyed, {{"Authorization", "Basic d3Jvbmc6"}});  // wrong:
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.body,
            R"({"success":false,"error":{"status":401,"message":"unknown write key"}})");
  EXPECT_EQ(Post("t", kKeyed, {{"X-Write-Key", "wrong"}, {"Authorization", kBasic}}).status, 401);
  EXPECT_EQ(Post("t", "{", {{"X-Write-Key", "wrong"}}).status, 401);
}

TEST_F(SegmentKeys, AreNeeded) {
  for (const auto& answer :
       {Post("t", kTrack, {}), Post("t", R"({"writeKey":7,"event":"e","userId":"u"})", {}),
        Post("t", R"({"writeKey":"other","event":"e","userId":"u"})", {}),
        Post("t", kTrack, {{"Authorization", "Basic !"}}),
        Post("b", R"({"batch":[{"type":"page","userId":"u","writeKey":"wk_test"}]})", {})}) {
    EXPECT_EQ(answer.status, 401);
  }
  EXPECT_EQ(host_.Count("segment_unauthorized"), 5);
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(SegmentKeys, NameTheProjectAndChangeWhileServing) {
  SetKeys(2, {{"wk_test", "other"}});
  EXPECT_EQ(Take("t", kTrack).project, "other");
  SetKeys(3, {{"wk_two", "other"}});
  EXPECT_EQ(Post("t", kTrack).status, 401);
  EXPECT_EQ(host_.settings.acquired(), 0);
}

TEST(SegmentKeysBeforeSettings, TellToComeBack) {
  fake::Host host;
  SegmentApi stage(host.Config("p/segment"));
  ASSERT_TRUE(stage.Start().ok());
  for (const auto& answer :
       {host.http.Call(GRIOT_POST, "/v1/t", {{"Authorization", kBasic}}, kTrack),
        host.http.Call(GRIOT_GET, "/v1/projects/wk_test/settings", {{"Host", "x.example"}})}) {
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.Header("Retry-After"), "1");
    EXPECT_THAT(answer.body, HasSubstr(R"("success":false)"));
  }
}

TEST(SegmentCredentials, AreReadAsBasic) {
  EXPECT_EQ(BasicUser("Basic d2tfdGVzdDo="), "wk_test");
  EXPECT_EQ(BasicUser("BASIC  d2tfdGVzdDpwYXNz "), "wk_test");  // wk_test:pass
  EXPECT_EQ(BasicUser("Basic d2tfdGVzdA=="), "wk_test");        // no colon
  EXPECT_EQ(BasicUser("Basic "), "");
  EXPECT_EQ(BasicUser(""), "");
  EXPECT_EQ(BasicUser("Basically"), "");
  EXPECT_EQ(BasicUser("Basic d2tf*GVzdDo="), std::nullopt);
  EXPECT_EQ(BasicUser("Basic d2tfd"), std::nullopt);
  EXPECT_EQ(BasicUser("Basic ==="), std::nullopt);
  EXPECT_EQ(BasicUser("Basic " + std::string(1 << 16, 'A')), std::nullopt);
}

}  // namespace
}  // namespace griot::segment_api
