#include <gtest/gtest.h>

#include "griot/door/write_keys.hpp"

namespace griot {
namespace {

const std::string kHash(64, 'a');

std::shared_ptr<KeyRing> Ring(const std::string& members, const DeploymentSecrets& secrets = {},
                              const KeyRing* before = nullptr) {
  return KeyRing::Parse(1, R"({"write_keys":{")" + kHash + R"(":{"project":"p")" + members + "}}}",
                        secrets, before);
}

const WriteKey* Key(const KeyRing& ring) { return ring.Find(*DigestOfHex(kHash)); }

TEST(KeyRing, ReadsOldSettingsAsKeysWithoutLimits) {
  const auto ring = Ring(R"(,"kind":"write")");
  ASSERT_NE(Key(*ring), nullptr);
  EXPECT_TRUE(Key(*ring)->plain());
  EXPECT_TRUE(Key(*ring)->Allows("anything"));
}

TEST(KeyRing, ReadsLimits) {
  const auto ring =
      Ring(R"(,"prefix":"wk_a","channels":["whatsapp"],"origins":["https://a.example"],)"
           R"("rate":0.5,"burst":5,"later":{"x":1})");
  const WriteKey* const key = Key(*ring);
  ASSERT_NE(key, nullptr);
  EXPECT_FALSE(key->plain());
  EXPECT_TRUE(key->Allows("whatsapp"));
  EXPECT_FALSE(key->Allows("web"));
  EXPECT_EQ(key->origins, std::vector<std::string>{"https://a.example"});
  EXPECT_TRUE(key->limit.has_value());
  EXPECT_FALSE(key->is_signed);
}

// A key whose limits cannot be read opens nothing: it must not open more.
TEST(KeyRing, LeavesOutKeysWithLimitsThatMakeNoSense) {
  for (const char* members :
       {R"(,"channels":"web")", R"(,"channels":[])", R"(,"channels":[7])", R"(,"channels":[""])",
        R"(,"origins":{})", R"(,"origins":null)", R"(,"signed":true)", R"(,"rate":1)",
        R"(,"burst":1)", R"(,"rate":0,"burst":1)", R"(,"rate":1e300,"burst":1)",
        R"(,"rate":1,"burst":0)", R"(,"rate":1,"burst":1.5)", R"(,"rate":"1","burst":1)",
        R"(,"rate":1,"burst":10000001)"}) {
    const auto ring = Ring(members);
    EXPECT_EQ(Key(*ring), nullptr) << members;
    EXPECT_EQ(ring->left_out(), 1u) << members;
  }
}

TEST(KeyRing, KnowsWhichSecretAKeyIsOf) {
  const std::vector<std::string> texts = {"0123456789abcdef0123456789abcdef"};
  const std::string members = R"(,"signed":"a6638320677f4cac")";
  const auto with = Ring(members, DeploymentSecrets(texts)), without = Ring(members);
  EXPECT_TRUE(Key(*with)->is_signed);
  EXPECT_EQ(Key(*with)->secret, DeploymentSecret(texts[0]).KeySecret(*DigestOfHex(kHash)));
  EXPECT_EQ(with->unverifiable(), 0u);
  EXPECT_TRUE(Key(*without)->is_signed);
  EXPECT_EQ(Key(*without)->secret, "");
  EXPECT_EQ(without->unverifiable(), 1u);
}

TEST(KeyRing, HandsBucketsOn) {
  const auto old = Ring(R"(,"rate":1,"burst":1)");
  Key(*old)->limit->Take(0, 100);
  const auto next = Ring(R"(,"rate":2,"burst":1)", {}, old.get());
  EXPECT_GT(Key(*next)->limit->Wait(0), 0);
  const auto lifted = Ring("", {}, next.get());
  EXPECT_FALSE(Key(*lifted)->limit);
}

TEST(KeyRing, HashesNoTextThatIsNoKey) {
  const std::string longest(256, 'k');
  const Sha256 digest;
  const std::string hash = HexOf(digest(longest)), longer = HexOf(digest(longest + "k"));
  const auto ring = KeyRing::Parse(1, R"({"write_keys":{")" + hash + R"(":{"project":"p"},")" +
                                          longer + R"(":{"project":"p"}}})");
  EXPECT_NE(ring->Find(digest, longest), nullptr);
  EXPECT_EQ(ring->Find(digest, longest + "k"), nullptr);
}

}  // namespace
}  // namespace griot
