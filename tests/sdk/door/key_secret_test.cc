#include "griot/door/key_secret.hpp"

#include <gtest/gtest.h>

namespace griot {
namespace {

const std::string kText = "0123456789abcdef0123456789abcdef";

// As `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:… -kdfopt info:"griot …" HKDF` says.
TEST(DeploymentSecret, DerivesByHkdf) {
  const DeploymentSecret secret(kText);
  EXPECT_EQ(secret.id(), "a6638320677f4cac");
  EXPECT_EQ(secret.KeySecret(Sha256()("wk_test")),
            "ks_e704df605e4b286ff528c2f3f5de60340b22e39898e15832c0960ee261ff9dad");
}

TEST(DeploymentSecret, IsLongEnoughOrNone) {
  EXPECT_THROW(DeploymentSecret("short"), OptionError);
  EXPECT_THROW(DeploymentSecret(kText.substr(1)), OptionError);
  try {
    DeploymentSecret secret("sesame");
  } catch (const OptionError& e) {
    EXPECT_EQ(std::string(e.what()).find("sesame"), std::string::npos);
  }
}

TEST(DeploymentSecrets, FindsByIdAndPassesOverUnsetOnes) {
  const std::vector<std::string> texts = {"", kText, kText + "2"};
  const DeploymentSecrets secrets(texts);
  ASSERT_NE(secrets.Find("a6638320677f4cac"), nullptr);
  ASSERT_NE(secrets.Find(DeploymentSecret(texts[2]).id()), nullptr);
  EXPECT_EQ(secrets.Find("0000000000000000"), nullptr);
  EXPECT_EQ(DeploymentSecrets().Find("a6638320677f4cac"), nullptr);
}

// RFC 4231, test case 2.
TEST(HmacSha256, IsTheUsualOne) {
  EXPECT_EQ(HexOf(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(DigestOfHex, TakesWhatHexOfGives) {
  const Sha256Digest digest = Sha256()("x");
  EXPECT_EQ(DigestOfHex(HexOf(digest)), digest);
  EXPECT_EQ(DigestOfHex(HexOf(digest).substr(1)), std::nullopt);
  EXPECT_EQ(DigestOfHex(std::string(63, 'a') + "g"), std::nullopt);
}

}  // namespace
}  // namespace griot
