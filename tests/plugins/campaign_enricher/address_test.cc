#include <gtest/gtest.h>

#include <random>

#include "plugins/campaign_enricher/campaign.h"
#include "plugins/campaign_enricher/web_address.h"
#include "tests/support/seed.h"

namespace griot::campaigns {
namespace {

std::string Host(std::string_view address) {
  std::string host;
  HostOf(address, &host);
  return host;
}

TEST(WebAddressTest, Hosts) {
  EXPECT_EQ(Host("https://WWW.Shop.Example:8443/a?b=//c.example"), "shop.example");
  EXPECT_EQ(Host("//cdn.example"), "cdn.example");
  EXPECT_EQ(Host("https://google.com@evil.example/"), "evil.example");
  EXPECT_EQ(Host("https://evil.example\\@google.com/"), "evil.example");
  EXPECT_EQ(Host("https://shop.example."), "shop.example");
  EXPECT_EQ(Host("https://[::1]:80/"), "::1");
  EXPECT_EQ(Host("android-app://com.google.android.gm/"), "com.google.android.gm");
  EXPECT_EQ(Host("about:blank"), "");
  EXPECT_EQ(Host("/only/a/path"), "");
  EXPECT_EQ(Host(""), "");
  EXPECT_EQ(Host("https://" + std::string(254, 'a')), "");
}

TEST(WebAddressTest, Queries) {
  EXPECT_EQ(QueryOf("https://a.example/x?a=1&b=2#c?d"), "a=1&b=2");
  EXPECT_EQ(QueryOf("?a=1"), "a=1");
  EXPECT_EQ(QueryOf("https://a.example/x"), "");
  std::string out;
  AppendDecoded("a+b%20c%C3%A4%zz%4", &out);
  EXPECT_EQ(out, "a b c\xC3\xA4%zz%4");
}

TEST(CampaignTest, PartsAreBoundedAndClean) {
  Campaign c;
  c.ReadQuery(
      "utm_source=%00a%0Ab%20&UTM_Medium=" + std::string(300, 'x') + "&utm_campaign=+&utm_x=1",
      true);
  EXPECT_EQ(c[kSource], "ab");
  EXPECT_EQ(c[kMedium], std::string(256, 'x'));
  EXPECT_EQ(c[kName], "");
  c.Clear();
  std::string umlauts = "a";
  for (int i = 0; i < 200; ++i) umlauts += "\xC3\xA4";
  c.Set(kName, umlauts);
  EXPECT_EQ(c[kName].size(), 255u);  // no half of a character
}

TEST(CampaignTest, AnyTextIsReadToItsEnd) {
  std::mt19937 random(test::Seed());
  const std::string_view pieces[] = {"utm_", "source", "=",  "&", "%",    "%4",   "%41",
                                     "?",    "#",      "//", "@", ":",    "..",   "[",
                                     "\\",   "gclid",  "+",  " ", "\xff", "\xC3", "utm_campaign=x"};
  Campaign campaign;
  std::string host;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    HostOf(text, &host);
    EXPECT_EQ(host.find('/'), std::string::npos) << text;
    campaign.Clear();
    campaign.ReadQuery(QueryOf(text), true);
    for (unsigned part = 0; part < kPartNames.size(); ++part)
      EXPECT_LE(campaign[static_cast<Part>(part)].size(), 256u) << text;
  }
}

}  // namespace
}  // namespace griot::campaigns
