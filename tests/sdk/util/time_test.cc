#include "griot/time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace griot {
namespace {

constexpr Micros kNoon = 1'719'748'800 * kSecond;  // 2024-06-30T12:00:00Z

struct Row {
  std::string_view text;
  Micros time;
};

TEST(Time, ReadsEveryForm) {
  const Row table[] = {
      {"1970-01-01", 0},
      {"1970-01-01T00:00:00Z", 0},
      {"2024-06-30", kNoon - 12 * kHour},
      {"2024-06-30T12:00:00Z", kNoon},
      {"2024-06-30t12:00:00z", kNoon},
      {"2024-06-30 12:00:00", kNoon},
      {"2024-06-30T12:00", kNoon},
      {"2024-06-30T12:00Z", kNoon},
      {"2024-06-30T14:00+02:00", kNoon},
      {"2024-06-30T14:00:00+0200", kNoon},
      {"2024-06-30T07:00:00-05", kNoon},
      {"2024-06-30T17:30:00+05:30", kNoon},
      {"2024-06-30T12:00:00-00:00", kNoon},
      {"2024-06-30T12:00:00.1Z", kNoon + 100'000},
      {"2024-06-30T12:00:00.123456Z", kNoon + 123'456},
      {"2024-06-30T12:00:00.123456789Z", kNoon + 123'456},
      {"2024-06-30T12:00:00.000000999", kNoon},
      {"2024-06-30T23:59:60Z", kNoon + 12 * kHour - 1},
      {"2016-12-31T23:59:60.5+00:00", 1'483'228'800 * kSecond - 1},
      {"2000-02-29T00:00:00Z", 951'782'400 * kSecond},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"0001-01-01T00:00:00Z", kMinTime},
      {"9999-12-31T23:59:59.999999Z", kMaxTime},
  };
  for (const Row& row : table) EXPECT_EQ(ParseIso(row.text), row.time) << row.text;
}

TEST(Time, RefusesTheRest) {
  for (const std::string_view text : {"",
                                      "2024",
                                      "2024-06",
                                      "2024-6-30",
                                      "20240630",
                                      "2024-02-30",
                                      "2023-02-29",
                                      "1900-02-29",
                                      "2024-13-01",
                                      "2024-00-01",
                                      "2024-01-00",
                                      "2024-04-31",
                                      "0000-01-01",
                                      "10000-01-01",
                                      "2024-06-30T",
                                      "2024-06-30T12",
                                      "2024-06-30T24:00",
                                      "2024-06-30T12:60",
                                      "2024-06-30T12:00:61",
                                      "2024-06-30T12:00:00.",
                                      "2024-06-30T12:00:00.Z",
                                      "2024-06-30T12:00:00.1234567890Z",
                                      "2024-06-30T12:00:00,5Z",
                                      "2024-06-30T12:00:00+",
                                      "2024-06-30T12:00:00+1",
                                      "2024-06-30T12:00:00+24:00",
                                      "2024-06-30T12:00:00+01:60",
                                      "2024-06-30T12:00:00+01:",
                                      "2024-06-30T12:00:00+0",
                                      "2024-06-30T12:00:00 Z",
                                      "2024-06-30T12:00:00Zx",
                                      " 2024-06-30",
                                      "2024-06-30 ",
                                      "2024-06-30Z",
                                      "2024-06-30_12:00",
                                      "-2024-06-30",
                                      "2024-06-30T1a:00",
                                      "2024-06-30T12:00:0",
                                      "2024-06-30T-1:00",
                                      "0001-01-01T00:00:00+00:01",
                                      "9999-12-31T23:59:59-00:01",
                                      "2024-06-30T12:00:00+01:00:00"}) {
    EXPECT_EQ(ParseIso(text), std::nullopt) << text;
  }
}

TEST(Time, EpochUnitsBySize) {
  const Row table[] = {
      {"0", 0},
      {"1", kSecond},
      {"1700000000", 1'700'000'000 * kSecond},
      {"1700000000123", 1'700'000'000'123'000},
      {"1700000000123456", 1'700'000'000'123'456},
      {"1700000000123456789", 1'700'000'000'123'456},
      {"1700000000.25", 1'700'000'000'250'000},
      {"1700000000.123456789", 1'700'000'000'123'456},
      {"1700000000123.5", 1'700'000'000'123'500},
      {"1700000000123456.9", 1'700'000'000'123'456},
      {"99999999999", 99'999'999'999 * kSecond},
      {"100000000000", 100'000'000'000'000},
      {"99999999999999", 99'999'999'999'999'000},
      {"100000000000000", 100'000'000'000'000},
      {"99999999999999999", 99'999'999'999'999'999},
      {"100000000000000000", 100'000'000'000'000},
      {"-1", -kSecond},
      {"-1.5", -1'500'000},
      {"-62135596800", kMinTime},
      {"-0", 0},
  };
  for (const Row& row : table) EXPECT_EQ(ParseEpoch(row.text), row.time) << row.text;
  for (const std::string_view text :
       {"", "-", "+1", "1.", ".5", "1e9", "1700000000 ", " 1", "0x10", "1.1234567890", "1.5x",
        "9223372036854775808", "99999999999999999999999", "-62135596801", "-99999999999", "1.-5"}) {
    EXPECT_EQ(ParseEpoch(text), std::nullopt) << text;
  }
  EXPECT_EQ(EpochToMicros(INT64_MIN), INT64_MIN / 1000 - 1);
  EXPECT_EQ(EpochToMicros(INT64_MAX), INT64_MAX / 1000);
  EXPECT_EQ(ParseTime("2024-06-30T12:00Z"), kNoon);
  EXPECT_EQ(ParseTime("1719748800"), kNoon);
  EXPECT_EQ(ParseTime("yesterday"), std::nullopt);
}

TEST(Time, Writes) {
  EXPECT_EQ(IsoString(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(IsoString(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(IsoString(kNoon + 5), "2024-06-30T12:00:00.000005Z");
  EXPECT_EQ(IsoString(INT64_MIN), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(IsoString(INT64_MAX), "9999-12-31T23:59:59.999999Z");
  char text[kIsoMillisSize];
  FormatIsoMillis(kNoon - 1, text);
  EXPECT_EQ(std::string_view(text, sizeof(text)), "2024-06-30T11:59:59.999Z");
}

TEST(Time, DaysGoThereAndBack) {
  int year = 1;
  int month = 1;
  int day = 1;
  for (std::int64_t days = kMinTime / kDay; days <= kMaxTime / kDay; ++days) {
    ASSERT_EQ(DaysFromCivil(year, month, day), days);
    const CivilDay back = CivilFromDays(days);
    ASSERT_TRUE(back.year == year && back.month == month && back.day == day) << days;
    if (++day <= DaysInMonth(year, month)) continue;
    day = 1;
    if (++month <= 12) continue;
    month = 1;
    ++year;
  }
  EXPECT_EQ(year, 10000);
}

TEST(Time, NowIsNow) {
  const Micros before = static_cast<Micros>(time(nullptr)) * kSecond;
  const Micros now = Now();
  EXPECT_GE(now, before - kSecond);
  EXPECT_LE(now, static_cast<Micros>(time(nullptr)) * kSecond + 2 * kSecond);
}

}  // namespace
}  // namespace griot
