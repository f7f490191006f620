// Vectors as the providers' own code makes them.
#include "plugins/whatsapp_crm/mapping/signature_checker.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr Micros kThen = 1'700'000'000 * kSecond;

Signature Scheme(std::string_view yaml) {
  const auto program = Good(
      "mapping: 1\nname: crm\nevents: [{name: e, key: k}]\nsignature: " + std::string(yaml) + "\n");
  return program->signature;
}

bool Fits(const Signature& scheme, const std::vector<std::string>& secrets, const Given& headers,
          std::string_view body, Micros now = kThen) {
  return SignatureChecker(scheme, secrets).Check(headers, body, now);
}

TEST(Signature, OfMeta) {
  const Signature scheme = Scheme("{header: X-Hub-Signature-256, prefix: 'sha256='}");
  const std::string hex = "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914";
  EXPECT_TRUE(Fits(scheme, {"secret"}, {{"X-Hub-Signature-256", "sha256=" + hex}}, "test"));
  EXPECT_TRUE(Fits(scheme, {"old", "secret"}, {{"X-Hub-Signature-256", "sha256=" + hex}}, "test"));
  EXPECT_FALSE(Fits(scheme, {"old"}, {{"X-Hub-Signature-256", "sha256=" + hex}}, "test"));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {{"X-Hub-Signature-256", "sha256=" + hex}}, "test "));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {{"X-Hub-Signature-256", hex}}, "test"));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {{"X-Hub-Signature-256", "sha256="}}, "test"));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {{"X-Hub-Signature-256", "sha256=" + hex + "00"}}, "test"));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {}, "test"));
  EXPECT_FALSE(Fits(scheme, {}, {{"X-Hub-Signature-256", "sha256=" + hex}}, "test"));
}

TEST(Signature, OfChatwootHoldsTheTime) {
  const Signature scheme = Scheme(
      "{header: X-Chatwoot-Signature, prefix: 'sha256=', signed: '{ts}.{body}', "
      "timestamp_header: X-Chatwoot-Timestamp, tolerance: 5m}");
  const std::string body = R"({"event":"message_created","id":1})";
  const std::string sum = "sha256=ba55871d2fd9eab97ecf99c4cb52f005f74b4d28e892450237808d85a43a3ea7";
  const Given good{{"X-Chatwoot-Signature", sum}, {"X-Chatwoot-Timestamp", "1700000000"}};
  EXPECT_TRUE(Fits(scheme, {"whsec_test"}, good, body));
  EXPECT_TRUE(Fits(scheme, {"whsec_test"}, good, body, kThen + 300 * kSecond));
  EXPECT_FALSE(Fits(scheme, {"whsec_test"}, good, body, kThen + 301 * kSecond));
  EXPECT_FALSE(Fits(scheme, {"whsec_test"}, good, body, kThen - 301 * kSecond));
  const Given later{{"X-Chatwoot-Signature", sum}, {"X-Chatwoot-Timestamp", "1700000001"}};
  EXPECT_FALSE(Fits(scheme, {"whsec_test"}, later, body));
  EXPECT_FALSE(Fits(scheme, {"whsec_test"}, {{"X-Chatwoot-Signature", sum}}, body));
  const Given odd{{"X-Chatwoot-Signature", sum}, {"X-Chatwoot-Timestamp", "now"}};
  EXPECT_FALSE(Fits(scheme, {"whsec_test"}, odd, body));
}

TEST(Signature, OfRespondIoIsBase64) {
  const Signature scheme = Scheme("{header: X-Webhook-Signature, encoding: base64}");
  const std::string body = R"({"event":"message","data":"test"})";
  const std::string sum = "UtAE5LaeNjrL33PUEQfh69YKw7UhrrkOL9tQN0+xIrI=";
  EXPECT_TRUE(Fits(scheme, {"secret"}, {{"X-Webhook-Signature", sum}}, body));
  EXPECT_FALSE(Fits(scheme, {"secret"}, {{"X-Webhook-Signature", "u" + sum.substr(1)}}, body));
}

TEST(Signature, OfTheLongestAndTheShortestDigest) {
  const std::string body = R"({"event":"message","session":"default","engine":"WEBJS"})";
  const std::string sum =
      "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136c"
      "f2"
      "e78a33a63f6752c2c1631777076153fa89";
  EXPECT_TRUE(Fits(Scheme("{hmac: sha512, header: H}"), {"my-secret-key"}, {{"H", sum}}, body));
  // RFC 2202, test case 2.
  const std::string sha1 = "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79";
  EXPECT_TRUE(Fits(Scheme("{hmac: sha1, header: H}"), {"Jefe"}, {{"H", sha1}},
                   "what do ya want for nothing?"));
}

TEST(Signature, MayBeNone) { EXPECT_TRUE(Fits(Scheme("none"), {}, {}, "anything")); }

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
