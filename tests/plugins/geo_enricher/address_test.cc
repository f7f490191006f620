#include "plugins/geo_enricher/address.h"

#include <gtest/gtest.h>

#include "plugins/geo_enricher/phone_countries.h"

namespace griot::geo {
namespace {

int Family(std::string_view text) {
  const auto address = PublicAddress(text);
  return address ? address->ss_family : 0;
}

TEST(AddressTest, Forms) {
  EXPECT_EQ(Family("8.8.8.8"), AF_INET);
  EXPECT_EQ(Family("::ffff:8.8.8.8"), AF_INET);
  EXPECT_EQ(Family("2001:4860:4860::8888"), AF_INET6);
  EXPECT_EQ(Family("[2001:4860:4860::8888]"), AF_INET6);
  EXPECT_EQ(Family("2001:4860:4860::8888%eth0"), AF_INET6);
  for (const char* none :
       {"", "8.8.8", "8.8.8.8.8", "08.8.8.8", "8.8.8.8:80", " 8.8.8.8", "unknown", "%", "[]",
        "::ffff:8.8.8.256", "2001:4860:4860::8888::", "%eth0"})
    EXPECT_EQ(Family(none), 0) << none;
  EXPECT_EQ(Family(std::string(100'000, '1')), 0);
  EXPECT_EQ(Family(std::string_view("8.8.8.8\0", 8)), AF_INET);  // as far as C reads
}

TEST(AddressTest, Nowhere) {
  for (const char* none : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "127.0.0.1",
                           "169.254.1.1",
                           "172.31.255.255",
                           "192.168.0.1",
                           "192.0.2.1",
                           "198.19.0.1",
                           "203.0.113.9",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::1",
                           "::",
                           "fe80::1%eth0",
                           "fd00::1",
                           "ff02::1",
                           "2001:db8::1",
                           "::ffff:10.0.0.1",
                           "::ffff:192.168.1.1"})
    EXPECT_EQ(Family(none), 0) << none;
  for (const char* some :
       {"11.0.0.1", "100.128.0.1", "172.32.0.1", "192.169.0.1", "198.20.0.1", "223.255.255.255"})
    EXPECT_EQ(Family(some), AF_INET) << some;
}

TEST(PhoneCountriesTest, CountriesOfNumbers) {
  PhoneCountries phones;
  for (int turn = 0; turn < 2; ++turn) {  // the second comes from memory
    EXPECT_EQ(phones.Of("+254712345678"), "KE");
    EXPECT_EQ(phones.Of("+5215512345678"), "MX");
    EXPECT_EQ(phones.Of("+551187654321"), "BR");
    EXPECT_EQ(phones.Of("+22997123456"), "BJ");  // its plan is younger than the metadata
    EXPECT_EQ(phones.Of("+12042345678"), "CA");
    EXPECT_EQ(phones.Of("+12015550123"), "US");
    EXPECT_EQ(phones.Of("+447400123456"), "GB");
    EXPECT_EQ(phones.Of("+10000000000"), "");   // of one of twenty-five countries
    EXPECT_EQ(phones.Of("+80012345678"), "");   // of no country
    EXPECT_EQ(phones.Of("+999123456789"), "");  // no such code
    EXPECT_EQ(phones.Of("+25471"), "");         // no number yet
    EXPECT_EQ(phones.Of("254712345678"), "");
    EXPECT_EQ(phones.Of("+"), "");
    EXPECT_EQ(phones.Of("+2547x"), "");
    EXPECT_EQ(phones.Of(""), "");
  }
}

}  // namespace
}  // namespace griot::geo
