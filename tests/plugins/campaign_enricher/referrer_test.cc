#include "plugins/campaign_enricher/referrer.h"

#include <gtest/gtest.h>

namespace griot::campaigns {
namespace {

TEST(ReferrerTest, Classes) {
  EXPECT_EQ(ReferrerClass("google.com"), "search");
  EXPECT_EQ(ReferrerClass("google.co.ke"), "search");
  EXPECT_EQ(ReferrerClass("images.google.de"), "search");
  EXPECT_EQ(ReferrerClass("duckduckgo.com"), "search");
  EXPECT_EQ(ReferrerClass("mail.google.com"), "mail");
  EXPECT_EQ(ReferrerClass("docs.google.com"), "referral");
  EXPECT_EQ(ReferrerClass("com.google.android.gm"), "mail");
  EXPECT_EQ(ReferrerClass("l.facebook.com"), "social");
  EXPECT_EQ(ReferrerClass("lm.instagram.com"), "social");
  EXPECT_EQ(ReferrerClass("t.co"), "social");
  EXPECT_EQ(ReferrerClass("pinterest.co.uk"), "social");
  EXPECT_EQ(ReferrerClass("web.whatsapp.com"), "social");
  EXPECT_EQ(ReferrerClass("partner.example"), "referral");
}

TEST(ReferrerTest, LookalikesAreReferrals) {
  EXPECT_EQ(ReferrerClass("google.attacker.example"), "referral");
  EXPECT_EQ(ReferrerClass("notfacebook.com"), "referral");
  EXPECT_EQ(ReferrerClass("facebook.com.attacker.example"), "referral");
  EXPECT_EQ(ReferrerClass("google"), "referral");
  EXPECT_EQ(ReferrerClass("."), "referral");
}

TEST(ReferrerTest, OneSite) {
  EXPECT_TRUE(SameSite("shop.example", "shop.example"));
  EXPECT_TRUE(SameSite("blog.shop.example", "shop.example"));
  EXPECT_TRUE(SameSite("shop.example", "pay.shop.example"));
  EXPECT_TRUE(SameSite("localhost", "localhost"));
  EXPECT_FALSE(SameSite("myshop.example", "shop.example"));
  EXPECT_FALSE(SameSite("shop.example", "example"));
  EXPECT_FALSE(SameSite("", "shop.example"));
}

}  // namespace
}  // namespace griot::campaigns
