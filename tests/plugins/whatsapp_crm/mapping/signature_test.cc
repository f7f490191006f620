// Vectors as the providers' own code makes them.
#include "plugins/whatsapp_crm/mapping/presets.h"
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

TEST(Signature, IsOverTheBytesAndNotWhatTheyMean) {
  const Signature scheme = Scheme("{header: H}");
  // Of the escaped text, as Meta sends it; made with Python's hmac.
  const std::string hex = "2c3fd8fb6c89ef6afe137c7368e22b686dc03cc2a1bc0ecb602294874fcf6c22";
  EXPECT_TRUE(Fits(scheme, {"s"}, {{"H", hex}}, R"({"body":"\u00e4"})"));
  EXPECT_FALSE(Fits(scheme, {"s"}, {{"H", hex}}, R"({"body":"ä"})"));
}

TEST(Signature, IsRefusedWithAnyDigitChanged) {
  const Signature scheme = Scheme("{header: H, prefix: 'sha256='}");
  const std::string good =
      "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914";
  const std::vector<std::string> secrets = {"secret"};
  const SignatureChecker checker(scheme, secrets);  // keyed once, asked often
  for (size_t i = 7; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(checker.Check(Given{{"H", changed}}, "test", kThen)) << i;
    EXPECT_TRUE(checker.Check(Given{{"H", good}}, "test", kThen));
  }
  for (const std::string& header :
       {std::string(), good.substr(0, 70), good.substr(0, 70) + "g", " " + good,
        "sha1=" + good.substr(7), "SHA256=" + good.substr(7)}) {
    EXPECT_FALSE(checker.Check(Given{{"H", header}}, "test", kThen)) << header;
  }
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

TEST(Signature, OfTwilioIsOverTheAddressAndTheFields) {
  const Signature scheme =
      Scheme("{hmac: sha1, encoding: base64, header: X-Twilio-Signature, signed: '{url}{form}'}");
  const std::vector<std::string> token = {"12345"};
  const SignatureChecker checker(scheme, token);
  const Given headers{{"X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="}};
  const std::string body =
      "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&"
      "Caller=%2B14158675309";
  const std::string path = "mycompany.com/myapp.php?foo=1&bar=2";
  const auto fits = [&](const std::string& form, const std::string& url) {
    return checker.Check(SignedRequest{headers, form, url}, kThen);
  };
  EXPECT_TRUE(fits(body, "https://" + path));
  EXPECT_TRUE(fits(body, "https://mycompany.com:443/myapp.php?foo=1&bar=2"));
  EXPECT_FALSE(fits(body, "http://" + path));
  // Twilio may leave out any port of the address that it calls.
  EXPECT_TRUE(fits(body, "https://mycompany.com:8443/myapp.php?foo=1&bar=2"));
  EXPECT_FALSE(fits(body, "https://other.com:443/myapp.php?foo=1&bar=2"));
  EXPECT_FALSE(fits(body, "https://mycompany.com/myapp.php?foo=1"));
  EXPECT_FALSE(fits(body + "&More=1", "https://" + path));
  EXPECT_FALSE(fits("", "https://" + path));
  EXPECT_FALSE(checker.Check(headers, body, kThen)) << "without the address";
  std::string many = body;
  for (int i = 0; i < 1000; ++i) many += "&To=%2B18005551212";  // each stands there once more
  EXPECT_FALSE(fits(many, "https://" + path)) << "work for anyone who asks";
  // The order on the wire is not what is signed.
  EXPECT_TRUE(
      fits("To=%2B18005551212&From=%2B14158675309&Digits=1234&Caller=%2B14158675309&"
           "CallSid=CA1234567890ABCDE&CallSid=CA1234567890ABCDE",
           "https://" + path));
}

TEST(Signature, MayBeATokenInTheAddress) {
  const Signature scheme = Scheme("{token: query, name: token}");
  const std::vector<std::string> secrets = {"one", "a b+c"};
  const SignatureChecker checker(scheme, secrets);
  const Given headers{{"token", "one"}};
  const auto fits = [&](const std::string& url) {
    return checker.Check(SignedRequest{headers, "{}", url}, kThen);
  };
  EXPECT_TRUE(fits("https://h/p?token=one"));
  EXPECT_TRUE(fits("https://h/p?a=1&token=a%20b%2Bc#x"));
  EXPECT_TRUE(fits("/p?token=one"));
  for (const char* url :
       {"", "https://h/p", "https://h/p?token=", "https://h/p?token=on", "https://h/p?token=one1",
        "https://h/p?tokens=one", "https://h/token=one", "https://h/p?token=two&token=one"}) {
    EXPECT_FALSE(fits(url)) << url;
  }
}

TEST(Signature, MayBeATokenInAHeader) {
  const Signature scheme = Scheme("{token: header, name: Authorization, prefix: 'Bearer '}");
  EXPECT_TRUE(Fits(scheme, {"s"}, {{"Authorization", "Bearer s"}}, "{}"));
  EXPECT_FALSE(Fits(scheme, {"s"}, {{"Authorization", "s"}}, "{}"));
  EXPECT_FALSE(Fits(scheme, {"s"}, {{"Authorization", "Bearer "}}, "{}"));
  EXPECT_FALSE(Fits(scheme, {}, {{"Authorization", "Bearer s"}}, "{}"));
}

constexpr char kJwtScheme[] =
    "{jwt: hs256, header: Authorization, prefix: 'Bearer ', claims: {app: evolution, action: "
    "webhook}, tolerance: 1m}";
// Made with the secret "jwt-secret" and Python's hmac, from {"alg":"HS256","typ":"JWT"} and
// {"app":"evolution","action":"webhook","exp":1700000600}.
constexpr char kJwt[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJhcHAiOiJldm9sdXRpb24iLCJhY3Rpb24iOiJ3ZWJob29rIiwiZXhwIjoxNzAwMDAwNjAwfQ."
    "22cvsDTMy3XFo8uiBUnQgXHR7dK1OfQSlX66aJGu8aA";
// The same of {"alg":"none","typ":"JWT"}, {"app":"other",…} and without "exp".
constexpr char kJwtNone[] =
    "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0."
    "eyJhcHAiOiJldm9sdXRpb24iLCJhY3Rpb24iOiJ3ZWJob29rIiwiZXhwIjoxNzAwMDAwNjAwfQ.Z3zDYLOGPIDi8YByf_"
    "ZhoN2l96d4HpDHQYtVxv2fg3I";
constexpr char kJwtOther[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJhcHAiOiJvdGhlciIsImFjdGlvbiI6IndlYmhvb2siLCJleHAiOjE3MDAwMDA2MDB9.HEBDTbWlKU0wmLbX_u_"
    "Sw71TfY3a3O2bbRMZkPkot9o";
constexpr char kJwtEndless[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcHAiOiJldm9sdXRpb24iLCJhY3Rpb24iOiJ3ZWJob29rIn0."
    "9ht28jHg_sDS2NViMxJzEzd3x3FJkf-RmGhq-RXPwl4";

TEST(Signature, OfEvolutionIsAJwt) {
  const Signature scheme = Scheme(kJwtScheme);
  const auto fits = [&](const std::string& token, Micros now = kThen) {
    return Fits(scheme, {"jwt-secret"}, {{"Authorization", "Bearer " + token}}, "{}", now);
  };
  EXPECT_TRUE(fits(kJwt));
  EXPECT_TRUE(fits(kJwt, kThen + 659 * kSecond));
  EXPECT_FALSE(fits(kJwt, kThen + 660 * kSecond));
  EXPECT_FALSE(Fits(scheme, {"other"}, {{"Authorization", std::string("Bearer ") + kJwt}}, "{}"));
  EXPECT_FALSE(Fits(scheme, {"jwt-secret"}, {{"Authorization", kJwt}}, "{}"));
  EXPECT_FALSE(fits(kJwtNone));
  EXPECT_FALSE(fits(kJwtOther));
  EXPECT_FALSE(fits(kJwtEndless));
  const std::string good = kJwt;
  EXPECT_FALSE(fits(good.substr(0, good.rfind('.') + 1)));
  EXPECT_FALSE(fits(good.substr(0, good.size() - 2)));
  EXPECT_FALSE(fits("." + good));
  EXPECT_FALSE(fits("a.b.c.d"));
  EXPECT_FALSE(fits("..") || fits(".") || fits(""));
  EXPECT_FALSE(fits(std::string(10'000, 'A') + ".A.A"));
  for (size_t i = 0; i + 1 < good.size(); i += 7) {  // the last letter has bits to spare
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(fits(changed)) << i;
  }
}

TEST(Signature, MayBeOneOfSeveral) {
  const Signature scheme = Scheme("[{header: H}, {token: query, name: token}]");
  const std::vector<std::string> secrets = {"secret"};
  const SignatureChecker checker(scheme, secrets);
  const std::string hex = "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914";
  EXPECT_TRUE(checker.Check(Given{{"H", hex}}, "test", kThen));
  EXPECT_TRUE(checker.Check(SignedRequest{Given{}, "test", "/p?token=secret"}, kThen));
  EXPECT_FALSE(checker.Check(SignedRequest{Given{{"H", hex}}, "tes", "/p?token=x"}, kThen));
  EXPECT_FALSE(checker.Check(Given{}, "test", kThen));
}

// How each preset's provider signs, with what must not do.
TEST(Signature, OfEveryPreset) {
  const std::string body = R"({"event":"x"})";
  std::vector<std::string> open;  // who signs nothing: their address is the secret
  for (const Preset& preset : Presets()) {
    std::vector<std::string> problems;
    const auto program = Compile(preset.name, preset.text, &problems);
    ASSERT_NE(program, nullptr) << preset.name;
    const std::vector<std::string> secrets = {"secret"};
    const SignatureChecker checker(program->signature, secrets);
    if (program->signature.algorithm.empty()) {
      open.emplace_back(preset.name);
      continue;
    }
    EXPECT_FALSE(checker.Check(SignedRequest{Given{}, body, "https://h/p"}, kThen)) << preset.name;
    EXPECT_FALSE(checker.Check(SignedRequest{Given{}, body, "https://h/p?token=wrong"}, kThen));
  }
  EXPECT_THAT(open, ::testing::ElementsAre("callbell", "gupshup_v2", "gupshup_v3", "wati"));
}

TEST(Signature, MayBeNone) { EXPECT_TRUE(Fits(Scheme("none"), {}, {}, "anything")); }

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
