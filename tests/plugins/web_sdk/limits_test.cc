// Keys that open less: signed requests, channels, origins, rates.
#include "griot/door/key_secret.hpp"
#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

const std::string kDeployment = "0123456789abcdef0123456789abcdef";
constexpr char kEvent[] = R"({"event":"e","userId":"u"})";

class Limits : public DoorTest {
 protected:
  void SetUp() override {
    Open(R"({"key_secrets":["",")" + kDeployment + R"("]})");
    digest_ = Sha256()("wk_test");
  }

  // The key "wk_test" with these members more.
  void SetKey(uint64_t version, const std::string& members) {
    host_.settings.Set(version, R"({"write_keys":{")" + HexOf(digest_) +
                                    R"(":{"project":"shop","prefix":"wk_tes")" + members + "}}}");
  }
  void SetSignedKey(const std::string& more = {}) {
    SetKey(2, R"(,"signed":")" + DeploymentSecret(kDeployment).id() + "\"" + more);
  }
  std::string Signature(const std::string& body) const {
    const std::string secret = DeploymentSecret(kDeployment).KeySecret(digest_);
    return "sha256=" + HexOf(HmacSha256(secret, body));
  }
  fake::Answer PostSigned(const std::string& body, const std::string& signature,
                          fake::Pairs more = {}) {
    fake::Pairs headers = {{"X-Write-Key", "wk_test"}, {"X-Griot-Signature", signature}};
    headers.insert(headers.end(), more.begin(), more.end());
    return Post(body, headers);
  }
  size_t kept() const { return host_.intake.events().size(); }

  KeyDigest digest_;
};

TEST_F(Limits, ASignedKeyTakesOnlySignedBodies) {
  SetSignedKey();
  EXPECT_EQ(PostSigned(kEvent, Signature(kEvent)).status, 200);
  EXPECT_EQ(kept(), 1u);
  const std::string right = Signature(kEvent);
  std::string flipped = right;
  flipped.back() = flipped.back() == '0' ? '1' : '0';
  for (const std::string& wrong : {std::string(), flipped, right.substr(7), right.substr(0, 70),
                                   right + "0", "sha1=" + right.substr(7), Signature("")}) {
    const auto answer = PostSigned(kEvent, wrong);
    EXPECT_EQ(answer.status, 401) << wrong;
    EXPECT_THAT(answer.body, HasSubstr("X-Griot-Signature"));
  }
  EXPECT_EQ(Post(kEvent).status, 401);
  EXPECT_EQ(kept(), 1u);
  EXPECT_EQ(host_.Count("capture_unauthorized"), 8);
}

TEST_F(Limits, TheSignatureIsOverTheBytesOfTheWire) {
  SetSignedKey();
  const std::string packed = test::Gzip(kEvent);
  EXPECT_EQ(PostSigned(packed, Signature(packed), {{"Content-Encoding", "gzip"}}).status, 200);
  EXPECT_EQ(PostSigned(packed, Signature(kEvent), {{"Content-Encoding", "gzip"}}).status, 401);
}

TEST_F(Limits, AKeyInTheBodyIsHeldToTheSame) {
  SetSignedKey(R"(,"rate":0.01,"burst":1)");
  const std::string body = R"({"write_key":"wk_test","event":"e","userId":"u"})";
  EXPECT_EQ(Post(body, {}).status, 401);
  EXPECT_EQ(Post(body, {{"X-Griot-Signature", Signature(body)}}).status, 200);
  EXPECT_EQ(Post(body, {{"X-Griot-Signature", Signature(body)}}).status, 429);
}

TEST_F(Limits, ASecretOfAnotherDeploymentIsOurFaultAndNotTheClients) {
  SetKey(2, R"(,"signed":"0000000000000000")");
  const auto answer = PostSigned(kEvent, Signature(kEvent));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(kept(), 0u);
  ASSERT_FALSE(host_.logs().empty());
  EXPECT_THAT(host_.logs().back().text, HasSubstr("GRIOT_KEY_SECRET"));
}

TEST_F(Limits, AShortDeploymentSecretDoesNotStart) {
  stage_.reset();
  EXPECT_THROW(WebSdk(host_.Config("p/web", R"({"key_secrets":["short"]})")), OptionError);
  host_.http.RemoveRoutes();
}

TEST_F(Limits, AKeyOfAChannelRefusesEventsOfOthersOneByOne) {
  SetKey(2, R"(,"channels":["whatsapp","sms"])");
  const auto answer = Post(R"({"batch":[{"event":"a","userId":"u","context":{"channel":"whatsapp"}},
    {"event":"b","userId":"u","channel":"web"},{"event":"c","userId":"u","channel":"sms"},
    {"event":"d","userId":"u"}]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Member(answer.body, "accepted"), "3");
  EXPECT_THAT(answer.body, HasSubstr(R"({"index":1,"field":"channel",)"));
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].channel, "whatsapp");
  EXPECT_EQ(events[1].channel, "sms");
  EXPECT_EQ(events[2].channel, "whatsapp") << "of an event that names none";
}

TEST_F(Limits, ADoorsOwnChannelComesFirst) {
  SetKey(2, R"(,"channels":["whatsapp","web"])");
  EXPECT_EQ(Take(kEvent).channel, "web");
}

TEST_F(Limits, AKeyOfOriginsIsForTheirPagesOnly) {
  SetKey(2, R"(,"origins":["https://shop.example","http://localhost:3000"])");
  const auto post = [&](const std::string& origin) {
    return Post(kEvent, {{"X-Write-Key", "wk_test"}, {"Origin", origin}});
  };
  EXPECT_EQ(post("https://shop.example").status, 200);
  EXPECT_EQ(post("http://localhost:3000").status, 200);
  for (const char* other :
       {"https://evil.example", "https://shop.example.evil", "http://shop.example", "null", ""}) {
    const auto answer = post(other);
    EXPECT_EQ(answer.status, 403) << other;
    // Who debugs the page must be able to read why.
    EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), *other == '\0' ? "*" : other);
  }
  EXPECT_EQ(Post(kEvent).status, 403);
  EXPECT_EQ(kept(), 2u);
  EXPECT_EQ(host_.Count("capture_forbidden"), 6);
  // A preflight carries no key.
  EXPECT_EQ(
      host_.http.Call(GRIOT_OPTIONS, "/v1/capture", {{"Origin", "https://evil.example"}}).status,
      204);
}

TEST_F(Limits, OverTheRateIsToldWhenToComeBackAndTakesNothing) {
  SetKey(2, R"(,"rate":0.01,"burst":2)");
  EXPECT_EQ(Post(kEvent).status, 200);
  EXPECT_EQ(Post(kEvent).status, 200);
  const auto answer = Post(kEvent, {{"X-Write-Key", "wk_test"}, {"Origin", "https://a.example"}});
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.Header("Retry-After"), "100");
  EXPECT_EQ(answer.Header("Access-Control-Expose-Headers"), "Retry-After");
  EXPECT_THAT(answer.body, HasSubstr(R"("status":429)"));
  EXPECT_EQ(kept(), 2u);
  EXPECT_EQ(host_.Count("capture_limited", "key", "wk_tes"), 1);
  // A body is not even looked at.
  EXPECT_EQ(Post("{").status, 429);
}

TEST_F(Limits, CountEachEventOfABatchOnce) {
  SetKey(2, R"(,"rate":0.01,"burst":4)");
  const auto post = [&](const std::string& events) {
    return Post(R"({"batch":[)" + events + "]}");
  };
  // Doubled by a client's retry: two events, four times.
  const std::string two = R"({"event":"a","userId":"u","messageId":"1"},)"
                          R"({"event":"b","userId":"u","messageId":"2"})";
  EXPECT_EQ(post(two + "," + two + "," + two + "," + two).status, 200);
  EXPECT_EQ(post(R"({"event":"c","userId":"u"},{"event":"refused"})").status, 200);
  EXPECT_EQ(post("").status, 429);
}

TEST_F(Limits, ABodyOfNoUseCostsOne) {
  SetKey(2, R"(,"rate":0.01,"burst":3)");
  EXPECT_EQ(Post("{").status, 400);
  EXPECT_EQ(Post(R"({"batch":[]})").status, 200);
  EXPECT_EQ(Post(R"({"batch":7})").status, 400);
  EXPECT_EQ(Post(kEvent).status, 429);
}

TEST_F(Limits, ABatchAboveTheBurstComesInAndIsWaitedOut) {
  SetKey(2, R"(,"rate":1,"burst":1)");
  std::string events = kEvent;
  for (int i = 1; i < 200; ++i) events += std::string(",") + kEvent;
  EXPECT_EQ(Post(R"({"batch":[)" + events + "]}").status, 200);
  EXPECT_EQ(kept(), 200u);
  const auto answer = Post(kEvent);
  EXPECT_EQ(answer.status, 429);
  EXPECT_NEAR(std::stoi(answer.Header("Retry-After")), 200, 5);
}

TEST_F(Limits, NewSettingsGiveNobodyAFullBucket) {
  SetKey(2, R"(,"rate":0.01,"burst":1)");
  EXPECT_EQ(Post(kEvent).status, 200);
  EXPECT_EQ(Post(kEvent).status, 429);
  SetKey(3, R"(,"rate":0.01,"burst":1)");
  EXPECT_EQ(Post(kEvent).status, 429);
  SetKey(4, "");
  EXPECT_EQ(Post(kEvent).status, 200);
}

TEST_F(Limits, AForgedBodyTakesNothingFromTheBucket) {
  SetSignedKey(R"(,"rate":0.01,"burst":1)");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(PostSigned(kEvent, Signature("other")).status, 401);
  EXPECT_EQ(PostSigned(kEvent, Signature(kEvent)).status, 200);
}

}  // namespace
}  // namespace griot::web_sdk
