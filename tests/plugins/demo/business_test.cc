#include "business/business.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace griot::demo {
namespace {

using ::testing::HasSubstr;

std::string Refusal(const std::string& text) {
  try {
    ReadBusiness(text);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "none";
}

std::string Shop() { return std::string(BusinessText("shop")); }

TEST(Business, TheShop) {
  const Business shop = ReadBusiness(Shop());
  EXPECT_EQ(shop.zone, "Africa/Nairobi");
  EXPECT_EQ(shop.zone_minutes, 180);
  EXPECT_EQ(shop.countries.items[0].code, "KE");
  EXPECT_EQ(shop.templates[shop.campaign_templates].category, "utility");
  EXPECT_EQ(shop.origins.items[0].source, "");
  EXPECT_EQ(shop.origins.items[1].referrer, "https://www.google.com/");
}

TEST(Business, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(Refusal("zone | Africa/Nairobi"), "line 1: zone has 2 values");
  EXPECT_EQ(Refusal("# so\n\nweb_only | much"), "line 3: \"much\" is no number");
  EXPECT_EQ(Refusal("colour | blue"), "line 1: unknown name colour");
  EXPECT_THAT(Refusal(""), HasSubstr("a business needs"));
  std::string text = Shop();
  const size_t at = text.find("\nthanks_text");
  EXPECT_EQ(Refusal(text.replace(at, text.find("bot_text") - at, "\n")),
            "a business needs thanks_text");
}

TEST(Business, KnowsItsOwn) {
  EXPECT_EQ(BusinessText("nothing"), "");
  EXPECT_THAT(BusinessNames(), HasSubstr("shop"));
}

}  // namespace
}  // namespace griot::demo
