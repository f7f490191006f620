// Keys that open less; griot/door/admission.hpp itself is tested with web_sdk.
#include "griot/door/key_secret.hpp"
#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

using ::testing::HasSubstr;

const std::string kDeployment = "0123456789abcdef0123456789abcdef";
constexpr char kTrack[] = R"({"event":"e","userId":"u"})";
constexpr char kKeyed[] = R"({"writeKey":"wk_test","event":"e","userId":"u"})";

class SegmentLimits : public SegmentTest {
 protected:
  void SetKey(const std::string& members) {
    host_.settings.Set(2, R"({"write_keys":{")" + test::Sha256Hex("wk_test") +
                              R"(":{"project":"shop","prefix":"wk_tes")" + members + "}}}");
  }
};

TEST_F(SegmentLimits, OverTheRateIs429WhereverTheKeyStands) {
  SetKey(R"(,"rate":0.01,"burst":1)");
  EXPECT_EQ(Post("t", kTrack).status, 200);
  for (const auto& answer :
       {Post("t", kTrack), Post("t", kKeyed, {}), Post("b", R"({"batch":[{"type":"track"}]})")}) {
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.Header("Retry-After"), "100");
    EXPECT_THAT(answer.body, HasSubstr(R"({"success":false,"error":{"status":429,)"));
  }
  EXPECT_EQ(host_.intake.events().size(), 1u);
  EXPECT_EQ(host_.Count("segment_limited", "key", "wk_tes"), 3);
}

TEST_F(SegmentLimits, CountTheEventsOfABatch) {
  SetKey(R"(,"rate":0.01,"burst":3)");
  const std::string event = R"({"type":"page","userId":"u","messageId":"m)";
  EXPECT_EQ(Post("b", R"({"batch":[)" + event + R"(1"},)" + event + R"(1"},)" + event + R"(2"}]})")
                .status,
            200);
  EXPECT_EQ(Post("t", kTrack).status, 200);
  EXPECT_EQ(Post("t", kTrack).status, 429);
}

TEST_F(SegmentLimits, SignaturesAreAskedFor) {
  Open(R"({"key_secrets":[")" + kDeployment + R"("]})");
  const DeploymentSecret deployment(kDeployment);
  SetKey(R"(,"signed":")" + deployment.id() + "\"");
  const std::string secret = deployment.KeySecret(Sha256()("wk_test"));
  const std::string good = "sha256=" + HexOf(HmacSha256(secret, kTrack));
  EXPECT_EQ(Post("t", kTrack, {{"Authorization", kBasic}, {"X-Griot-Signature", good}}).status,
            200);
  EXPECT_EQ(Post("t", kKeyed, {{"X-Griot-Signature", good}}).status, 401);
  EXPECT_EQ(Post("t", kTrack).status, 401);
}

TEST_F(SegmentLimits, OriginsAndChannels) {
  SetKey(R"(,"origins":["https://shop.example"],"channels":["app"])");
  EXPECT_EQ(Post("t", kTrack).status, 403);
  EXPECT_EQ(host_.Count("segment_forbidden"), 1);
  EXPECT_EQ(
      Take("t", kTrack, {{"Authorization", kBasic}, {"Origin", "https://shop.example"}}).channel,
      "app");
}

TEST_F(SegmentLimits, AChannelOfTheEventsOwnMustBeTheKeys) {
  Open(R"({"channel_from_context":true})");
  SetKey(R"(,"channels":["app"])");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":"u","context":{"channel":"web"}})"),
            "context.channel: this key is not for this channel");
  EXPECT_EQ(Take("t", R"({"event":"e","userId":"u","context":{"channel":"app"}})").channel, "app");
}

}  // namespace
}  // namespace griot::segment_api
