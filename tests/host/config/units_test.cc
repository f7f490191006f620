#include "host/config/units.h"

#include <gtest/gtest.h>

namespace griot::config {
namespace {

TEST(Units, SizesAreCountedInBytes) {
  EXPECT_EQ(ParseSize("0B"), 0u);
  EXPECT_EQ(ParseSize("64KB"), 64'000u);
  EXPECT_EQ(ParseSize("64KiB"), 65'536u);
  EXPECT_EQ(ParseSize("256MiB"), 268'435'456u);
  EXPECT_EQ(ParseSize("1GiB"), 1'073'741'824u);
  EXPECT_EQ(ParseSize("3TB"), 3'000'000'000'000u);
}

TEST(Units, WhatIsNoSizeIsRefused) {
  for (const char* text : {"", "1", "MiB", "-1MiB", "+1MiB", "1.5MiB", "1 MiB", "1mib", "1MiBs",
                           "9999999999TiB", "99999999999999999999B", " 1MiB"}) {
    EXPECT_FALSE(ParseSize(text)) << text;
  }
  EXPECT_EQ(ParseSize("8388607TiB"), 8388607ull << 40);
  EXPECT_FALSE(ParseSize("8388608TiB")) << "2^63";
}

TEST(Units, DurationsAreCountedInNanoseconds) {
  EXPECT_EQ(ParseDuration("7ns"), 7u);
  EXPECT_EQ(ParseDuration("250ms"), 250'000'000u);
  EXPECT_EQ(ParseDuration("5s"), 5'000'000'000u);
  EXPECT_EQ(ParseDuration("10m"), 600'000'000'000u);
  EXPECT_EQ(ParseDuration("1d"), 86'400'000'000'000u);
  for (const char* text : {"", "5", "s", "5 s", "-5s", "1.5s", "5S", "1h30m", "999999999d"}) {
    EXPECT_FALSE(ParseDuration(text)) << text;
  }
}

TEST(Units, UrisHaveASchemeAndSomethingBehindIt) {
  for (const char* text : {"redis://localhost:6379", "unix:/run/x.sock", "a+b-c.1:x"}) {
    EXPECT_TRUE(IsUri(text)) << text;
  }
  for (const char* text : {"", ":", "redis", "redis:", "1a:b", "a b:c", "http://a b", "/x:y"}) {
    EXPECT_FALSE(IsUri(text)) << text;
  }
}

}  // namespace
}  // namespace griot::config
