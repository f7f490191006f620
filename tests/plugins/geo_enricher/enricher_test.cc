#include "plugins/geo_enricher/enricher.h"

#include <gtest/gtest.h>

#include "griot/testing.hpp"
#include "make_database.h"

namespace griot::geo {
namespace {

using File = DatabaseFile;

class GeoEnricherTest : public testing::Test {
 protected:
  std::string After(std::string_view user, bool device, std::string context,
                    std::string_view options = "{}") {
    GeoEnricher enricher(host_.Config("collect/geo", options));
    fake::BatchOf batch;
    fake::Heard event;
    event.project = "p";
    event.name = "page_view";
    event.user_id = user;
    if (device) event.flags = GRIOT_EVENT_DEVICE;
    event.context = std::move(context);
    batch.Add(event);
    enricher.Process(batch.view());
    EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
    return batch.event(0).context;
  }

  fake::Host host_;
};

constexpr char kKenyaByPhone[] = R"({"geo":{"country":"KE","source":"phone"}})";

TEST_F(GeoEnricherTest, AMessageIsWhereItsNumberIs) {
  EXPECT_EQ(After("+254712345678", false, ""), kKenyaByPhone);
  EXPECT_EQ(After("+254712345678", false, R"({"ip":"8.8.8.8"})"), kKenyaByPhone);
  EXPECT_EQ(After("u1", false, R"({"ip":"8.8.8.8"})", R"({"databases":{"country":[]}})"), "{}");
}

TEST_F(GeoEnricherTest, AVisitIsWhereItsAddressIs) {
  const std::string us =
      R"({"geo":{"country":"US","source":"ip","database":"iptoasn-country 2026-06-17"}})";
  EXPECT_EQ(After("", true, R"({"ip":"8.8.8.8"})"), us);
  EXPECT_EQ(After("+254712345678", true, R"({"ip":"8.8.8.8"})"), us);
  EXPECT_EQ(After("+254712345678", true, R"({"ip":"10.0.0.1"})"), kKenyaByPhone);
}

TEST_F(GeoEnricherTest, TheAddressGoesUnlessItIsToStay) {
  EXPECT_EQ(After("", true, R"({"ip":"10.0.0.1","a":1,"ipAddress":"1.2.3.4","ip_address":"x"})"),
            R"({"a":1})");
  EXPECT_EQ(After("", true, R"({"ip":{"hidden":"8.8.8.8"}})"), "{}");
  EXPECT_EQ(After("", true, R"({"ip":"10.0.0.1"})", R"({"keep_ip":true})"), R"({"ip":"10.0.0.1"})");
}

TEST_F(GeoEnricherTest, WhatTheClientSaidStays) {
  EXPECT_EQ(After("+254712345678", false, R"({"geo":{"country":"TZ"},"ip":"8.8.8.8"})"),
            R"({"geo":{"country":"TZ"}})");
  EXPECT_EQ(After("+254712345678", false, R"({"geo":{"mine":1}})"),
            R"({"geo":{"mine":1,"country":"KE","source":"phone"}})");
  EXPECT_EQ(After("+254712345678", false, R"({"geo":null})"), kKenyaByPhone);
}

TEST_F(GeoEnricherTest, DatabasesOfOnesOwn) {
  const File city("city", 0x295A0000, 16,
                  File::Map({{"country_code", File::Text("KE")},
                             {"state1", File::Text("Kisii County")},
                             {"city", File::Text("Kisii")}}));
  const std::string options = R"({"databases":{"city":[")" + city.path() + R"("]}})";
  EXPECT_EQ(
      After("", true, R"({"ip":"41.90.64.1"})", options),
      R"({"geo":{"country":"KE","region":"Kisii County","city":"Kisii","source":"ip","database":"city 2026-05-28"}})");
  // What it does not know the built-in one does.
  EXPECT_EQ(After("", true, R"({"ip":"8.8.8.8"})", options),
            R"({"geo":{"country":"US","source":"ip","database":"iptoasn-country 2026-06-17"}})");
  ASSERT_FALSE(host_.logs().empty());
  EXPECT_EQ(host_.logs().back().text,
            "places of addresses by city 2026-05-28, iptoasn-country 2026-06-17");
  EXPECT_THROW(After("", true, "", R"({"databases":{"city":["/no/such.mmdb"]}})"), OptionError);
}

}  // namespace
}  // namespace griot::geo
