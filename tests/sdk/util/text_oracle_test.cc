// Times and ids, judged by Python's datetime and uuid.

#include <gtest/gtest.h>

#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "oracle.h"
#include "tests/support/seed.h"

namespace griot::testing {
namespace {

std::string Padded(std::size_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

// Now and then a day or hour that does not exist.
std::string RandomIso(std::mt19937_64& random) {
  std::string out = Padded(1 + Below(random, 9999), 4) + "-" + Padded(1 + Below(random, 12), 2) +
                    "-" + Padded(1 + Below(random, 31), 2);
  if (Below(random, 8) == 0) return out;
  out += Below(random, 2) == 0 ? "T" : " ";
  out += Padded(Below(random, 25), 2) + ":" + Padded(Below(random, 60), 2);
  if (Below(random, 4) != 0) {
    out += ":" + Padded(Below(random, 60), 2);
    if (Below(random, 2) == 0) {
      const std::size_t digits = 1 + Below(random, 9);
      out += "." + Padded(random() % 1'000'000'000, 9).substr(0, digits);
    }
  }
  const std::string offset = Below(random, 2) == 0 ? "+" : "-";
  const std::string hour = Padded(Below(random, 24), 2);
  const std::string minute = Padded(Below(random, 60), 2);
  switch (Below(random, 5)) {
    case 0:
      return out + "Z";
    case 1:
      return out + offset + hour + ":" + minute;
    case 2:
      return out + offset + hour + minute;
    case 3:
      return out + offset + hour;
    default:
      return out;
  }
}

TEST(TimeOracle, ReadsWhatPythonReads) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = RandomIso(random);
    const auto time = ParseIso(text);
    oracle.Ask("iso").Hex(text).Text(time ? std::to_string(*time) : "-");
  }
  oracle.Judge();
}

TEST(TimeOracle, WritesWhatPythonWritesAndReadsItBack) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  std::uniform_int_distribution<Micros> any(kMinTime, kMaxTime);
  for (int i = 0; i < 5000; ++i) {
    const Micros time = i % 2 == 0 ? any(random) : any(random) / 40;  // half of them near today
    const std::string text = IsoString(time);
    EXPECT_EQ(ParseIso(text), time);
    oracle.Ask("format").Hex(std::to_string(time)).Text(text);
  }
  oracle.Judge();
}

TEST(UuidOracle, DerivesWhatPythonDerives) {
  std::mt19937_64 random(test::Seed());
  Oracle oracle;
  for (int i = 0; i < 3000; ++i) {
    Uuid space;
    for (std::uint8_t& byte : space.b) byte = static_cast<std::uint8_t>(random());
    std::string name(Below(random, 200), 'x');
    for (char& c : name) c = static_cast<char>(1 + Below(random, 127));
    const Uuid uuid = UuidV5(space, name);
    EXPECT_EQ(ParseUuid(UuidString(uuid)), uuid);
    oracle.Ask("uuid5")
        .Hex({reinterpret_cast<const char*>(space.b), 16})
        .Hex(name)
        .Text(UuidString(uuid));
  }
  oracle.Judge();
}

}  // namespace
}  // namespace griot::testing
