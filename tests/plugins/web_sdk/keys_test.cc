#include "griot/door/write_keys.hpp"
#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

constexpr char kEvent[] = R"({"event":"e","userId":"u"})";

class Keys : public DoorTest {};

TEST_F(Keys, ComeByHeaderOrInTheBody) {
  EXPECT_EQ(Post(kEvent, {{"x-write-key", "wk_test"}}).status, 200);
  EXPECT_EQ(Post(R"({"write_key":"wk_test","batch":[{"event":"e","userId":"u"}]})", {}).status,
            200);
  EXPECT_EQ(Post(R"({"writeKey":"wk_\u0074est","batch":[{"event":"e","userId":"u"}]})", {}).status,
            200);
  EXPECT_EQ(Post(R"({"write_key":"wk_test","event":"e","userId":"u"})", {}).status, 200);
  EXPECT_EQ(host_.intake.events().size(), 4u);
}

TEST_F(Keys, AWrongHeaderWinsOverARightBody) {
  const auto answer = Post(R"({"write_key":"wk_test","batch":[{"event":"e","userId":"u"}]})",
                           {{"X-Write-Key", "wk_wrong"}});
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.body,
            R"({"status":"error","error":{"status":401,"message":"unknown write key"}})");
}

TEST_F(Keys, AreNeeded) {
  for (const auto& answer :
       {Post(kEvent, {}), Post(R"({"write_key":"","event":"e","userId":"u"})", {}),
        Post(R"({"write_key":7,"event":"e","userId":"u"})", {}),
        Post(R"({"write_key":"wk_other","event":"e","userId":"u"})", {}),
        Post(R"([{"write_key":"wk_test","event":"e","userId":"u"}])", {})}) {
    EXPECT_EQ(answer.status, 401);
    EXPECT_THAT(answer.body, HasSubstr("write key"));
  }
  EXPECT_EQ(host_.Count("capture_unauthorized"), 5);
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(Keys, AHeaderIsCheckedBeforeTheBodyIsRead) {
  EXPECT_EQ(Post("{", {{"X-Write-Key", "wk_wrong"}}).status, 401);
}

TEST_F(Keys, NameTheProjectAndChangeWhileServing) {
  SetKeys(2, {{"wk_test", "shop"}, {"wk_two", "other"}});
  EXPECT_EQ(Post(kEvent, {{"X-Write-Key", "wk_two"}}).status, 200);
  EXPECT_EQ(host_.intake.events().at(0).project, "other");
  SetKeys(3, {{"wk_two", "third"}});
  EXPECT_EQ(Post(kEvent).status, 401);
  EXPECT_EQ(Post(kEvent, {{"X-Write-Key", "wk_two"}}).status, 200);
  EXPECT_EQ(host_.intake.events().at(1).project, "third");
  EXPECT_EQ(host_.settings.acquired(), 0);
}

TEST(KeysBeforeSettings, TellToComeBack) {
  fake::Host host;
  WebSdk stage(host.Config("p/web"));
  ASSERT_TRUE(stage.Start().ok());
  const auto answer =
      host.http.Call(GRIOT_POST, "/v1/capture", {{"X-Write-Key", "wk_test"}}, kEvent);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "1");
}

TEST(KeyRing, LeavesOutWhatIsNoWriteKey) {
  const std::string good(64, 'a'), read(64, 'b'), plain(64, 'c'), odd(64, 'd');
  const auto ring = KeyRing::Parse(
      7, R"({"write_keys":{")" + good + R"(":{"project":"p","kind":"write"},")" + read +
             R"(":{"project":"p","kind":"read"},")" + plain + R"(":{"project":"q"},")" + odd +
             R"(":{"project":""},"short":{"project":"p"},"x":7}})");
  EXPECT_EQ(ring->version(), 7u);
  EXPECT_EQ(ring->size(), 2u);
  EXPECT_EQ(ring->left_out(), 3u);
  KeyDigest digest;
  digest.fill(0xaa);
  ASSERT_NE(ring->Find(digest), nullptr);
  EXPECT_EQ(ring->Find(digest)->project, "p");
  digest.fill(0xbb);
  EXPECT_EQ(ring->Find(digest), nullptr);
  EXPECT_EQ(KeyRing::Parse(1, "no json")->size(), 0u);
}

TEST(Sha256, IsTheUsualOne) {
  const Sha256 digest;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(digest("abc")[0], 0xba);
    EXPECT_EQ(digest("abc")[31], 0xad);
    EXPECT_EQ(digest("")[0], 0xe3);
  }
}

}  // namespace
}  // namespace griot::web_sdk
