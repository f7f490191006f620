#include "plugins/whatsapp_crm/meta/signature.h"

#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm::meta {
namespace {

constexpr char kVector[] =
    "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914";

TEST(Signature, ReproducesTheVector) {
  const std::string secrets[] = {"secret"};
  const SignatureChecker checker(secrets);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(checker.Check(kVector, "test"));
  EXPECT_FALSE(checker.Check(kVector, "Test"));
  EXPECT_FALSE(checker.Check(kVector, "test "));
  EXPECT_FALSE(checker.Check(kVector, ""));
  EXPECT_TRUE(checker.Check(kVector, "test"));
}

TEST(Signature, AnyOfTheSecretsMaySign) {
  const std::string secrets[] = {"old", "secret", "new"};
  const SignatureChecker checker(secrets);
  EXPECT_TRUE(checker.Check(kVector, "test"));
  EXPECT_TRUE(checker.Check(Sign("old", "x"), "x"));
  EXPECT_TRUE(checker.Check(Sign("new", "x"), "x"));
  EXPECT_FALSE(checker.Check(Sign("other", "x"), "x"));
  EXPECT_FALSE(SignatureChecker({}).Check(kVector, "test"));
}

TEST(Signature, IsOverTheBytesAndNotWhatTheyMean) {
  const std::string secrets[] = {"s"};
  const SignatureChecker checker(secrets);
  const std::string escaped = R"({"body":"\u00e4"})", plain = R"({"body":"ä"})";
  EXPECT_TRUE(checker.Check(Sign("s", escaped), escaped));
  EXPECT_FALSE(checker.Check(Sign("s", escaped), plain));
}

TEST(Signature, RefusesWhatIsNone) {
  const std::string secrets[] = {"secret"};
  const SignatureChecker checker(secrets);
  const std::string good = kVector;
  for (const std::string& header :
       {std::string(), std::string("sha256="), good.substr(7), good.substr(0, 70), good + "0",
        "sha1=" + good.substr(7), "SHA256=" + good.substr(7), good.substr(0, 70) + "g",
        " " + good}) {
    EXPECT_FALSE(checker.Check(header, "test")) << header;
  }
  std::string flipped = good;
  for (size_t i = 7; i < good.size(); ++i) {
    flipped = good;
    flipped[i] = flipped[i] == '0' ? '1' : '0';
    EXPECT_FALSE(checker.Check(flipped, "test"));
  }
}

}  // namespace
}  // namespace griot::whatsapp_crm::meta
