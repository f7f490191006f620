#include "plugins/privacy_filter/pattern.h"

#include <gtest/gtest.h>

#include <random>
#include <regex>

#include "plugins/privacy_filter/keyed_hash.h"
#include "tests/support/seed.h"

namespace griot::privacy {
namespace {

std::string Masked(const Pattern& pattern, std::string_view text) {
  std::string out;
  const bool hit = pattern.Replace(
      text, [](std::string_view, std::string* to) { *to += "#"; }, &out);
  return hit ? out : std::string(text);
}

TEST(PatternTest, Emails) {
  const auto email = Pattern::Preset("email");
  EXPECT_EQ(Masked(*email, "write to amina.o+x@mail.shop.example, or b@c.de."),
            "write to #, or #.");
  EXPECT_EQ(Masked(*email, "https://a.example/?e=amina%40shop.example&x"),
            "https://a.example/?e=#&x");
  EXPECT_EQ(Masked(*email, "j\xC3\xBCrgen@m\xC3\xBCller.example"), "#");
  EXPECT_EQ(Masked(*email, "@home at a@ b @c a@b"), "@home at a@ b @c a@b");
}

TEST(PatternTest, Phones) {
  const auto phone = Pattern::Preset("phone");
  for (const char* text :
       {"+254712345678", "+254 712 345 678", "+1 (555) 078-3881", "00254712345678", "0712345678",
        "0712 345 678", "030/12345678", "%2B254712345678"})
    EXPECT_EQ(Masked(*phone, text), "#") << text;
  for (const char* text : {"2026-03-04", "2026-03-04T10:30:00Z", "1760000000000", "254712345678",
                           "12345678", "wamid.HBgN1234567890", "3.14159265358979", "+12"})
    EXPECT_EQ(Masked(*phone, text), text);
}

TEST(PatternTest, Cards) {
  const auto card = Pattern::Preset("card");
  EXPECT_EQ(Masked(*card, "4111111111111111"), "#");
  EXPECT_EQ(Masked(*card, "my card 4111 1111 1111 1111, exp 12/27"), "my card #, exp 12/27");
  EXPECT_EQ(Masked(*card, "3782-822463-10005"), "#");
  EXPECT_EQ(Masked(*card, "4111111111111112"), "4111111111111112");  // the check digit is wrong
  EXPECT_EQ(Masked(*card, "x4111111111111111"), "x4111111111111111");
  EXPECT_EQ(Masked(*card, "41111111111111111111111"), "41111111111111111111111");
}

TEST(PatternTest, RegexesOfOnesOwn) {
  std::string reason;
  EXPECT_EQ(Pattern::Regex("(", &reason), nullptr);
  EXPECT_NE(reason, "");
  const auto id = Pattern::Regex(R"(\bID-\d+\b)", &reason);
  ASSERT_NE(id, nullptr);
  EXPECT_EQ(Masked(*id, "ID-1 ID-2x ID-3"), "# ID-2x #");
  // What matches nothing at all changes nothing, and ends.
  EXPECT_EQ(Masked(*Pattern::Regex("x*", &reason), "axxb"), "a#b");
  EXPECT_EQ(Masked(*Pattern::Regex("$", &reason), "ab"), "ab");
}

// By a search of another make: where there is a match, a text that holds it is never passed over.
TEST(PatternTest, WhatIsFoundIsPossible) {
  std::mt19937_64 random(test::Seed());
  const std::regex any_card(R"([0-9]([ -]?[0-9]){12,18})"),
      any_email(R"([a-z0-9]+(@|%40)[a-z0-9]+\.[a-z0-9]+)");
  const auto card = Pattern::Preset("card"), email = Pattern::Preset("email");
  constexpr std::string_view kOf = "01234567890123456789  --x@.%40";
  int cards = 0, emails = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t size = random() % 60; text.size() < size;) text += kOf[random() % kOf.size()];
    const bool has_card = std::regex_search(text, any_card);
    const bool has_email = std::regex_search(text, any_email);
    cards += has_card, emails += has_email;
    EXPECT_EQ(card->Possible(text), has_card) << text;
    EXPECT_TRUE(email->Possible(text) || !has_email) << text;
  }
  EXPECT_GT(cards, 100);
  EXPECT_GT(emails, 100);
}

TEST(PatternTest, LongTextsTakeLinearTime) {
  const auto card = Pattern::Preset("card");
  std::string digits;
  for (int i = 0; i < 50'000; ++i) digits += "1 ";
  EXPECT_FALSE(Masked(*card, digits + "x").empty());
  EXPECT_EQ(Masked(*Pattern::Preset("email"), std::string(100'000, '@')),
            std::string(100'000, '@'));
}

TEST(KeyedHashTest, IsHmacSha256) {
  // Reference: openssl dgst -sha256 -hmac 0123456789abcdef
  KeyedHash hash("0123456789abcdef", "h_");
  std::string a, b;
  hash.Append("amina@shop.example", &a);
  hash.Append("amina@shop.example", &b);
  EXPECT_EQ(a, "h_19ff4a004a7056a3951d6cd700ffb853");
  EXPECT_EQ(a, b);
  b.clear();
  KeyedHash("0123456789abcdeg", "h_").Append("amina@shop.example", &b);
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace griot::privacy
