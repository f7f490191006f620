#include "plugins/dashboard/auth/mask.h"

#include <gtest/gtest.h>

#include <random>

#include "griot/json.hpp"
#include "support/seed.h"

namespace griot::dashboard {
namespace {

TEST(Mask, PhonesKeepTheirCountryAndTwoDigits) {
  EXPECT_EQ(MaskText("+254712345678"), "+254•••78");
  EXPECT_EQ(MaskText("254712345678"), "254•••78");
  EXPECT_EQ(MaskText("call +254 712 345-678 now"), "call +254•••78 now");
  EXPECT_EQ(MaskText("0712 345 678"), "071•••78");
  EXPECT_EQ(MaskText("user_254712345678!"), "user_254•••78!");
  EXPECT_EQ(MaskText("254712345678@c.us"), "2•••@c.us");
  EXPECT_EQ(MaskText("254712345678-1612345678@g.us"), "2•••@g.us");
  EXPECT_EQ(MaskText("+1 (202) 555-0143, +44 20 7946 0958"), "+1 (•••43, +44 •••58");
}

TEST(Mask, AddressesKeepTheirHost) {
  EXPECT_EQ(MaskText("amina.w@example.co.ke"), "a•••@example.co.ke");
  EXPECT_EQ(MaskText("Amina <a+b@x.com>, b@y.com"), "Amina <a•••@x.com>, b•••@y.com");
  EXPECT_EQ(MaskText("émile@x.com"), "•••@x.com");
  EXPECT_EQ(MaskText("@nobody"), "@nobody");
}

TEST(Mask, MessageIdsTellNumbersToo) {
  EXPECT_EQ(MaskText("wamid.HBgMMjU0NzEyMzQ1Njc4FQIAERgS"), "wamid.•••");
}

TEST(Mask, WhatIsNobodysStays) {
  for (const char* text :
       {"2026-11-23T10:10:35.123456Z", "2026-11-23", "01890a5d-ac96-774b-bcce-123456789012",
        "12345678", "1 200 50", "page_view", "/products/42", "", "€ 1.200,50", "10:10"}) {
    EXPECT_EQ(MaskText(text), text);
  }
}

TEST(Mask, AnAnswerIsMaskedWholeAndStaysJson) {
  EXPECT_EQ(
      MaskJson(R"({"people":[{"id":"01890a5d-ac96-774b-bcce-123456789012",
      "phone":"+254712345678","count":254712345678,"name":"Amina",
      "properties":{"text":"hello","n":254712345678,"price":12.5,"Phone":"12345","a":["x@y.z"]},
      "+254712345678":1}],"at":1732356635000,"none":null,"yes":true})"),
      R"({"people":[{"id":"01890a5d-ac96-774b-bcce-123456789012",)"
      R"("phone":"+254•••78","count":254712345678,"name":"Amina",)"
      R"("properties":{"text":"•••","n":"254•••78","price":12.5,"Phone":"•••","a":["x•••@y.z"]},)"
      R"("+254•••78":1}],"at":1732356635000,"none":null,"yes":true})");
  EXPECT_EQ(MaskJson("no JSON 254712345678"), "");
}

// Wherever a phone stands in an answer, and however deep: it is in none of what a viewer gets.
TEST(Mask, NoPhoneAndNoAddressGetsThrough) {
  std::mt19937_64 random(test::Seed());
  for (int round = 0; round < 2000; ++round) {
    const std::string digits = "2547" + std::to_string(10'000'000 + random() % 90'000'000);
    const std::string local = "person" + std::to_string(random() % 100000);
    const char* const kBefore[] = {"", "tel:", "x ", "a-", "(", "\\n", "é", "#", "1 ", "_", "."};
    const char* const kAfter[] = {"", ".", ",", " x", ")", "é", "-b", "_", "/", "\\u0020"};
    std::string text = kBefore[random() % 11] + std::string(random() % 2 ? "+" : "") + digits +
                       kAfter[random() % 10];
    text += " " + local + "@example.com";
    std::string json = '"' + text + '"';
    for (uint64_t depth = random() % 6; depth > 0; --depth) {
      switch (random() % 3) {
        case 0:
          json = "[1," + json + "]";
          break;
        case 1:
          json = R"({"any":)" + json + "}";
          break;
        default:
          json = R"({"properties":{"x":)" + json + R"(},")" + digits + R"(":0})";
      }
    }
    const std::string masked = MaskJson(json);
    json::Document document;
    ASSERT_TRUE(document.Parse(masked).ok()) << json << "\n" << masked;
    EXPECT_EQ(masked.find(digits.substr(4)), std::string::npos) << json << "\n" << masked;
    EXPECT_EQ(masked.find(local), std::string::npos) << json << "\n" << masked;
  }
}

}  // namespace
}  // namespace griot::dashboard
