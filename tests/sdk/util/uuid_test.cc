#include "griot/uuid.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace griot {
namespace {

constexpr Uuid Known(std::string_view text) { return *ParseUuid(text); }

TEST(Uuid, ParsesTheCanonicalFormAlone) {
  const std::string text = "0190C2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7E";
  const auto uuid = ParseUuid(text);
  ASSERT_TRUE(uuid);
  EXPECT_EQ(UuidString(*uuid), "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e");
  EXPECT_EQ(uuid->version(), 7);
  for (const std::string_view bad :
       {"", "0190c2d15b1e7c3a9d5e2f6a8b1c4d7e", "{0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e}",
        "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7", "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e0",
        "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7g", "0190c2d1-5b1e-7c3a-9d5e_2f6a8b1c4d7e",
        "0190c2d1--b1e-7c3a-9d5e-2f6a8b1c4d7e", "0190c2d15-b1e-7c3a-9d5e-2f6a8b1c4d7e",
        " 190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e", "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d-e"}) {
    EXPECT_FALSE(ParseUuid(bad)) << bad;
  }
}

TEST(Uuid, OrdersAsItsTextDoes) {
  const Uuid low = Known("00000000-0000-0000-0000-0000000000ff");
  const Uuid high = Known("80000000-0000-0000-0000-000000000000");
  EXPECT_LT(low, high);
  EXPECT_NE(low, high);
  EXPECT_TRUE(Uuid{}.is_nil());
  EXPECT_FALSE(low.is_nil());
}

TEST(Uuid, Version5HasTheVectorsOfTheRfc) {
  // RFC 9562, A.4, and the test of Python's uuid module.
  static_assert(UuidV5(kDnsNamespace, "www.example.com") ==
                Known("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  static_assert(UuidV5(kDnsNamespace, "python.org") ==
                Known("886313e1-3b8a-5372-9b90-0c9aee199e5d"));
}

std::string Hex(const std::array<std::uint8_t, 20>& digest) {
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

TEST(Uuid, Sha1HasTheVectorsOfTheStandard) {
  EXPECT_EQ(Hex(detail::Sha1().Digest()), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(Hex(detail::Sha1().Add("abc").Digest()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(
      Hex(detail::Sha1().Add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").Digest()),
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  detail::Sha1 million;
  for (int i = 0; i < 10'000; ++i) million.Add(std::string(100, 'a'));
  EXPECT_EQ(Hex(million.Digest()), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

// FROZEN. These ids are what makes a redelivery the same event; a change here counts facts twice.
// They come from Python: uuid5(uuid5(NAMESPACE_DNS, "events.griot.dev"), "demo\x1fwamid\x1f…").
TEST(Uuid, IdsOfEventsNeverChange) {
  static_assert(kEventNamespace == UuidV5(kDnsNamespace, "events.griot.dev"));
  EXPECT_EQ(UuidString(kEventNamespace), "7a544b3e-7fcc-5e95-b72f-2b0b7b8faf64");
  EXPECT_EQ(UuidString(EventId("demo", "wamid", "wamid.HBgLNDkxNzYxMjM0NTY3")),
            "369d258a-192e-54af-8e0d-aa6ef90d5fb6");
  EXPECT_EQ(UuidString(EventId("demo", "client", "order-4711")),
            "d4ff75b1-831a-5d23-a5da-7fda6ab70eae");
  EXPECT_EQ(UuidString(EventId("größe", "client", "é😀")), "62dd6bbc-0b4f-57e3-8031-55ec42dda704");
  EXPECT_EQ(UuidString(EventId("", "", "")), "e9be0f9c-fbad-5a77-985a-645d53d397c0");
  EXPECT_EQ(UuidString(Derive(kEventNamespace, "chat.opened")),
            "8db7f19b-f0da-56da-bded-22d8011ea785");
  EXPECT_NE(EventId("a", "b", "c"), EventId("a", "bc", ""));
}

TEST(UuidV7, HoldsTheTimeAndTheBitsOfItsVersion) {
  UuidV7 mint({1, 2, 3, 4});
  const Uuid uuid = mint.Next(1'645'557'742'000'250);
  EXPECT_EQ(UuidString(uuid).substr(0, 15), "017f22e2-79b0-7");  // the millisecond of RFC 9562, A.6
  EXPECT_EQ(uuid.version(), 7);
  EXPECT_EQ(uuid.b[8] >> 6, 2);
  EXPECT_EQ(((uuid.b[6] & 15) << 8 | uuid.b[7]), 1024);  // 250 of 1000 µs
}

TEST(UuidV7, GrowsWhateverTheClockDoes) {
  UuidV7 mint({1, 2, 3, 4});
  Uuid before;
  std::unordered_set<Uuid> seen;
  Micros now = 1'700'000'000'000'000;
  for (int i = 0; i < 50'000; ++i) {
    if (i % 1000 == 0) now += i % 3000 == 0 ? -5'000'000 : 999;
    const Uuid uuid = mint.Next(i == 25'000 ? -1 : now);
    ASSERT_LT(before, uuid);
    ASSERT_EQ(uuid.version(), 7);
    seen.insert(uuid);
    before = uuid;
  }
  EXPECT_EQ(seen.size(), 50'000u);
}

TEST(UuidV7, SeedsMakeDifferentIds) {
  UuidV7 a({1, 2, 3, 4});
  UuidV7 b({1, 2, 3, 5});
  UuidV7 zero({0, 0, 0, 0});
  a.Next(1000);  // the first outputs of xoshiro depend on two of its four words
  b.Next(1000);
  a.Next(1000);
  b.Next(1000);
  EXPECT_NE(a.Next(1000), b.Next(1000));
  const Uuid first = zero.Next(1000);
  const Uuid second = zero.Next(1000);
  EXPECT_NE(std::string(first.b + 8, first.b + 16), std::string(second.b + 8, second.b + 16));
  EXPECT_LT(UuidV7({9, 9, 9, 9}).Next(), UuidV7({9, 9, 9, 9}).Next(Now() + kDay));
}

TEST(Uuid, HashesSpread) {
  std::unordered_set<std::size_t> low_bits;
  for (int i = 0; i < 256; ++i) {
    Uuid uuid;
    uuid.b[i % 16] = static_cast<std::uint8_t>(1 + i / 16);
    low_bits.insert(std::hash<Uuid>{}(uuid)&0xFFFF);
  }
  EXPECT_GT(low_bits.size(), 240u);
}

}  // namespace
}  // namespace griot
