#include "plugins/geo_enricher/database.h"

#include <gtest/gtest.h>

#include <random>

#include "griot/cpp/status.hpp"
#include "make_database.h"
#include "plugins/geo_enricher/address.h"

namespace griot::geo {
namespace {

using File = DatabaseFile;

TEST(DatabaseTest, TheBuiltInOne) {
  const auto database = Database::BuiltIn();
  ASSERT_NE(database, nullptr) << "built without npm or network";
  EXPECT_EQ(database->name(), "iptoasn-country 2026-06-17");
  Place place;
  const auto country = [&](const char* address) {
    return database->Find(*PublicAddress(address), &place) ? place.country : "";
  };
  EXPECT_EQ(country("8.8.8.8"), "US");
  EXPECT_EQ(country("41.90.64.1"), "KE");
  EXPECT_EQ(country("177.43.1.1"), "BR");
  EXPECT_EQ(country("2001:4860:4860::8888"), "US");
  EXPECT_EQ(country("::ffff:41.90.64.1"), "KE");
  EXPECT_EQ(country("2fff::1"), "");
  EXPECT_EQ(Database::BuiltIn(), database);  // one for all
}

TEST(DatabaseTest, BothLayouts) {
  const File flat("flat", 0x295A0000, 16,
                  File::Map({{"country_code", File::Text("KE")},
                             {"state1", File::Text("Kisii County")},
                             {"city", File::Text("Kisii")}}));
  const std::string names = File::Map({{"en", File::Text("Kisii County")}});
  const File nested(
      "nested", 0x295A0000, 16,
      File::Map({{"country", File::Map({{"iso_code", File::Text("KE")}})},
                 {"subdivisions", File::ArrayOf(File::Map({{"names", names}}))},
                 {"city", File::Map({{"names", File::Map({{"en", File::Text("Kisii")}})}})}}));
  for (const File* file : {&flat, &nested}) {
    const Database database(file->path());
    Place place;
    ASSERT_TRUE(database.Find(*PublicAddress("41.90.1.2"), &place)) << file->path();
    EXPECT_EQ(place.country, "KE");
    EXPECT_EQ(place.region, "Kisii County");
    EXPECT_EQ(place.city, "Kisii");
    EXPECT_FALSE(database.Find(*PublicAddress("41.91.1.2"), &place));
    EXPECT_FALSE(database.Find(*PublicAddress("2001:4860:4860::8888"), &place));
    EXPECT_TRUE(place.country.empty());
  }
  EXPECT_EQ(Database(flat.path()).name(), "flat 2026-05-28");
}

TEST(DatabaseTest, CodesThatAreNone) {
  for (const char* code : {"ZZ", "ke", "KEN", "", "K1"}) {
    const File file("code", 0x295A0000, 16, File::Map({{"country_code", File::Text(code)}}));
    const Database database(file.path());
    Place place;
    EXPECT_FALSE(database.Find(*PublicAddress("41.90.1.2"), &place)) << code;
  }
}

TEST(DatabaseTest, FilesThatAreNone) {
  EXPECT_THROW(Database("/no/such.mmdb"), OptionError);
  EXPECT_THROW(Database("/proc/self/exe"), OptionError);
}

TEST(DatabaseTest, ABrokenEntryIsNotFound) {
  // A text that is longer than the file.
  const File file("broken", 0x295A0000, 16,
                  "\xE1\x4C"
                  "country_code\x5D\xFF");
  const Database database(file.path());
  Place place;
  EXPECT_FALSE(database.Find(*PublicAddress("41.90.1.2"), &place));
}

}  // namespace
}  // namespace griot::geo
