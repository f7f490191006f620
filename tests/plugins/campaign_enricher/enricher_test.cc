#include "plugins/campaign_enricher/enricher.h"

#include <gtest/gtest.h>

#include "griot/testing.hpp"

namespace griot::campaigns {
namespace {

class CampaignEnricherTest : public testing::Test {
 protected:
  // The event's context afterwards.
  std::string After(std::string properties, std::string context, std::string_view options = "{}") {
    CampaignEnricher enricher(host_.Config("process/campaigns", options));
    fake::BatchOf batch;
    fake::Heard event;
    event.project = "p";
    event.name = "page_view";
    event.properties = std::move(properties);
    event.context = std::move(context);
    batch.Add(event);
    enricher.Process(batch.view());
    EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
    EXPECT_EQ(batch.event(0).properties, event.properties);
    return batch.event(0).context;
  }
  // One member of it.
  std::string Campaign(std::string properties, std::string context) {
    const std::string after = After(std::move(properties), std::move(context));
    return std::string(json::Get(after, "campaign").value_or("none"));
  }
  std::string Class(std::string context, std::string_view options = "{}") {
    const std::string after = After("{}", std::move(context), options);
    return std::string(json::Get(after, "referrer.class").value_or("none"));
  }

  fake::Host host_;
};

TEST_F(CampaignEnricherTest, NothingToSay) {
  EXPECT_EQ(After(R"({"direction":"inbound","text":"utm_source=x"})", "{}"), "{}");
  EXPECT_EQ(After("", ""), "");
}

TEST_F(CampaignEnricherTest, ThePlacesInTheirOrder) {
  const std::string all =
      R"({"source":"a","medium":"b","name":"c","term":"d","content":"e","id":"f"})";
  EXPECT_EQ(
      Campaign(
          "",
          R"({"utm":{"source":"a","medium":"b","campaign":"c","term":"d","content":"e","id":"f"}})"),
      all);
  EXPECT_EQ(
      Campaign(
          R"({"utm_source":"a","utm_medium":"b","utm_campaign":"c","utm_term":"d","utm_content":"e","utm_id":"f"})",
          ""),
      all);
  const std::string query =
      "?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e&utm_id=f";
  EXPECT_EQ(Campaign("", R"({"page":{"search":")" + query + R"("}})"), all);
  EXPECT_EQ(Campaign("", R"({"page":{"search":")" + query.substr(1) + R"("}})"), all);
  EXPECT_EQ(Campaign("", R"({"page":{"url":"https://s.example/x)" + query + R"(#y"}})"), all);
  EXPECT_EQ(Campaign(R"({"url":"https://s.example/x)" + query + R"("})", ""), all);
  EXPECT_EQ(Campaign(R"({"search":")" + query + R"("})", ""), all);
}

TEST_F(CampaignEnricherTest, PartsOfTwoCampaignsAreNotMixed) {
  EXPECT_EQ(
      Campaign(R"({"utm_source":"a"})", R"({"page":{"search":"?utm_source=b&utm_campaign=c"}})"),
      R"({"source":"a"})");
  // What the client says stays, and only the click is added.
  EXPECT_EQ(Campaign(R"({"utm_medium":"x"})",
                     R"({"campaign":{"name":"june"},"page":{"search":"?utm_source=b&gclid=G1"}})"),
            R"({"name":"june","clickId":"G1","clickType":"gclid"})");
  EXPECT_EQ(
      Campaign("",
               R"({"campaign":{"name":"june","clickId":"mine"},"page":{"search":"?gclid=G1"}})"),
      R"({"name":"june","clickId":"mine"})");
  // One without any of it is no campaign yet.
  EXPECT_EQ(Campaign("", R"({"campaign":{"other":1},"page":{"search":"?utm_source=b"}})"),
            R"({"other":1,"source":"b"})");
  EXPECT_EQ(Campaign("", R"({"campaign":null,"page":{"search":"?utm_source=b"}})"),
            R"({"source":"b"})");
}

TEST_F(CampaignEnricherTest, ClickIds) {
  EXPECT_EQ(Campaign("", R"({"page":{"search":"?gclid=Cj0%2D_1"}})"),
            R"({"source":"google","medium":"cpc","clickId":"Cj0-_1","clickType":"gclid"})");
  EXPECT_EQ(Campaign(R"({"fbclid":"F1"})", ""),
            R"({"source":"facebook","medium":"social","clickId":"F1","clickType":"fbclid"})");
  EXPECT_EQ(Campaign("", R"({"page":{"search":"?msclkid=M1&utm_source=news"}})"),
            R"({"source":"news","clickId":"M1","clickType":"msclkid"})");
  EXPECT_EQ(Campaign("", R"({"page":{"search":"?ttclid=&gclid=%20"}})"), "none");
}

TEST_F(CampaignEnricherTest, WhatsAppReferral) {
  EXPECT_EQ(
      Campaign(
          R"({"referral":{"sourceType":"ad","sourceId":"120","sourceUrl":"https://fb.me/x","headline":"Shoes","ctwaClid":"A\u0052x"}})",
          ""),
      R"({"source":"facebook","medium":"paid_social","content":"Shoes","id":"120","clickId":"ARx","clickType":"ctwa_clid"})");
  EXPECT_EQ(
      Campaign(R"({"referral":{"sourceType":"post","sourceUrl":"https://www.instagram.com/p/1"}})",
               ""),
      R"({"source":"instagram","medium":"social"})");
  EXPECT_EQ(Campaign(R"({"referral":"friend"})", ""), "none");
  EXPECT_EQ(Campaign(R"({"referral":{}})", ""), "none");
}

TEST_F(CampaignEnricherTest, EscapesAreDecodedAndWrittenAgain) {
  EXPECT_EQ(Campaign(R"({"utm_source":"a\"\u00e4","utm_campaign":42})", ""),
            "{\"source\":\"a\\\"\xC3\xA4\",\"name\":\"42\"}");
  EXPECT_EQ(Campaign("", R"({"page":{"search":"?utm_source=%FF%22&utm_campaign=%00"}})"),
            "{\"source\":\"\xEF\xBF\xBD\\\"\"}");
  EXPECT_EQ(Campaign(R"({"utm_source":["a"],"utm_campaign":{"x":1},"utm_term":true})", ""), "none");
}

TEST_F(CampaignEnricherTest, ReferrerClasses) {
  EXPECT_EQ(Class(R"({"page":{"url":"https://shop.example/"}})"), R"("direct")");
  EXPECT_EQ(Class(R"({"page":{"url":"https://shop.example/","referrer":""}})"), R"("direct")");
  EXPECT_EQ(
      Class(R"({"page":{"url":"https://shop.example/","referrer":"https://www.google.co.ke/"}})"),
      R"("search")");
  EXPECT_EQ(
      Class(
          R"({"page":{"url":"https://www.shop.example/","referrer":"https:\/\/shop.example\/a"}})"),
      R"("internal")");
  const std::string from_pay =
      R"({"page":{"url":"https://shop.example/","referrer":"https://a.pay.example/"}})";
  EXPECT_EQ(Class(from_pay), R"("referral")");
  EXPECT_EQ(Class(from_pay, R"({"own_hosts":["pay.example"]})"), R"("internal")");
  EXPECT_EQ(Class(R"({"page":{"url":"https://shop.example/"},"referrer":{"class":"mine"}})"),
            R"("mine")");
  EXPECT_EQ(After("", R"({"page":{},"referrer":"https://x.example"})"),
            R"({"page":{},"referrer":{"url":"https://x.example","class":"direct"}})");
  EXPECT_EQ(json::Get(After(R"({"referrer":"https://t.co/1"})", ""), "referrer.class"),
            R"("social")");
}

TEST_F(CampaignEnricherTest, EachEventOfABatchByItself) {
  CampaignEnricher enricher(host_.Config("process/campaigns"));
  fake::BatchOf batch;
  fake::Heard event;
  event.project = "p";
  event.name = "page_view";
  event.properties = R"({"utm_source":"a","gclid":"g"})";
  batch.Add(event);
  event.properties = R"({"utm_medium":"b"})";
  batch.Add(event);
  enricher.Process(batch.view());
  EXPECT_EQ(batch.event(1).context, R"({"campaign":{"medium":"b"}})");
}

}  // namespace
}  // namespace griot::campaigns
