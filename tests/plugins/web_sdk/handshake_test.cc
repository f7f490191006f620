#include "griot/handshake.hpp"

#include <random>

#include "plugins/web_sdk/handshakes.h"
#include "tests/plugins/web_sdk/door.h"
#include "tests/support/seed.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";
constexpr char kOther[] = "another secret of a deployment, as long";

DeploymentSecrets Secrets(std::vector<std::string> texts) { return DeploymentSecrets(texts); }

std::string Token(const HandshakeClaims& claims = {"+254700000001", "wamid.1", "june", "offer",
                                                   7}) {
  return SealHandshake(DeploymentSecret(kSecret), "shop", claims);
}

TEST(Handshake, ReadsWhatWasSealed) {
  const auto claims = ReadHandshake(Secrets({kOther, kSecret}), "shop", Token());
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->user, "+254700000001");
  EXPECT_EQ(claims->message_id, "wamid.1");
  EXPECT_EQ(claims->campaign_id, "june");
  EXPECT_EQ(claims->template_name, "offer");
  EXPECT_EQ(claims->expires, 7);
  const auto bare = ReadHandshake(Secrets({kSecret}), "shop", Token({"u", "", "", "", 9}));
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->message_id + bare->campaign_id + bare->template_name, "");
}

TEST(Handshake, SaysNothingToWhoSeesTheLink) {
  const std::string token = Token();
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                    "-_."),
            std::string::npos);
  EXPECT_NE(token, Token());  // not even whether two links are of one person
  EXPECT_EQ(detail::BytesOfBase64Url(token.substr(3)).value().find("254700"), std::string::npos);
}

TEST(Handshake, IsOfOneProjectAndOneDeployment) {
  EXPECT_FALSE(ReadHandshake(Secrets({kSecret}), "other", Token()));
  EXPECT_FALSE(ReadHandshake(Secrets({kOther}), "shop", Token()));
  EXPECT_FALSE(ReadHandshake(Secrets({}), "shop", Token()));
}

TEST(Handshake, NoChangeOfItIsRead) {
  const std::string token = Token();
  const auto secrets = Secrets({kSecret});
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', 'g', '_', '.', '\0'}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(ReadHandshake(secrets, "shop", changed)) << "at " << i << ": " << c;
    }
    EXPECT_FALSE(ReadHandshake(secrets, "shop", token.substr(0, i)));
  }
  EXPECT_FALSE(ReadHandshake(secrets, "shop", token + "A"));
  EXPECT_FALSE(ReadHandshake(secrets, "shop", "g1." + std::string(100'000, 'A')));
}

TEST(Handshake, BytesOfAnyLengthGoThroughBase64Url) {
  std::mt19937_64 random(test::Seed());
  for (size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0'), text;
    for (char& c : bytes) c = static_cast<char>(random());
    detail::AppendBase64Url(text, bytes);
    EXPECT_EQ(text.size(), (size * 4 + 2) / 3);
    EXPECT_EQ(detail::BytesOfBase64Url(text), bytes);
  }
  EXPECT_FALSE(detail::BytesOfBase64Url("A"));   // no byte has six bits
  EXPECT_FALSE(detail::BytesOfBase64Url("AB"));  // "AA" and "AQ" are what has these eight
}

class HandshakeDoor : public DoorTest {
 protected:
  void SetUp() override { OpenWith(R"({"key_secrets":["0123456789abcdef0123456789abcdef"]})"); }
  void OpenWith(const char* options) {
    OpenAs("collect/web", options,
           R"({"version":1,"write_keys":{")" + HexOf(Sha256()("lk_test")) +
               R"(":{"project":"shop","kind":"link"},")" + HexOf(Sha256()("wk_test")) +
               R"(":{"project":"shop","kind":"write"},")" + HexOf(Sha256()("lk_slow")) +
               R"(":{"project":"shop","kind":"link","rate":0.01,"burst":1}}})");
  }
  fake::Answer Ask(std::string body, std::string key = "lk_test") {
    return host_.http.Call(GRIOT_POST, "/v1/handshake", {{"X-Write-Key", key}}, std::move(body));
  }
  static HandshakeClaims Claims(const fake::Answer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    json::Scratch scratch;
    const auto token = json::GetString(answer.body, "hs_token", scratch);
    const auto claims = ReadHandshake(Secrets({kSecret}), "shop", token.value_or(""));
    EXPECT_TRUE(claims) << answer.body;
    return claims.value_or(HandshakeClaims{});
  }
};

TEST_F(HandshakeDoor, AnswersATokenOfTheKeysProject) {
  const auto claims = Claims(Ask(
      R"({"user":"254 700 000-001","messageId":"wamid.1","campaignId":"c","templateName":null})"));
  EXPECT_EQ(claims.user, "254 700 000-001");  // as the doors take it: no number in this form
  EXPECT_EQ(claims.message_id, "wamid.1");
  EXPECT_EQ(claims.campaign_id, "c");
  EXPECT_EQ(claims.template_name, "");
  const int64_t now = Now() / kSecond;
  EXPECT_NEAR(static_cast<double>(claims.expires), static_cast<double>(now + 30 * 86'400), 60);
  EXPECT_EQ(Claims(Ask(R"({"user":"254700000001"})")).user, "+254700000001");
  EXPECT_EQ(Claims(Ask(R"({"user":"ada@shop.example"})")).user, "ada@shop.example");
}

TEST_F(HandshakeDoor, RefusesByField) {
  for (const auto& [body, why] : {std::pair{R"({})", "user: "},
                                  {R"([])", "expected"},
                                  {R"({"user":7})", "user: expected a text"},
                                  {R"({"user":"u","expires":"soon"})", "expires: a time"},
                                  {R"({"user":"u","expires":"2020-01-01T00:00:00Z"})", "is over"},
                                  {R"({"user":"u","expires":"2999-01-01T00:00:00Z"})", "a year"}}) {
    const auto answer = Ask(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, HasSubstr(why));
  }
  EXPECT_EQ(Ask("{").status, 400);
  EXPECT_EQ(Ask(R"({"user":")" + std::string(257, 'u') + "\"}").status, 400);
}

TEST_F(HandshakeDoor, OpensToKeysOfItsKindAlone) {
  EXPECT_EQ(Ask(R"({"user":"u"})", "wk_test").status, 401);
  EXPECT_EQ(Ask(R"({"user":"u"})", "").status, 401);
  EXPECT_EQ(Post(R"({"event":"e","userId":"u"})", {{"X-Write-Key", "lk_test"}}).status, 401);
  const auto first = Ask(R"({"user":"u"})", "lk_slow"), second = Ask(R"({"user":"u"})", "lk_slow");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(second.status, 429);
  EXPECT_NE(second.Header("Retry-After"), "");
}

TEST_F(HandshakeDoor, SaysThatItHasNoSecret) {
  OpenWith("{}");
  const auto answer = Ask(R"({"user":"u"})");
  EXPECT_EQ(answer.status, 501);
  EXPECT_THAT(answer.body, HasSubstr("GRIOT_KEY_SECRET"));
}

}  // namespace
}  // namespace griot::web_sdk
