#include "host/config/text.h"

#include <gtest/gtest.h>

namespace griot::config {
namespace {

TEST(Text, ClosestFindsTyposAndNothingFarOff) {
  std::vector<std::string_view> known = {"listen", "workers", "trusted_proxies", "id"};
  EXPECT_EQ(Closest("lisen", known), "listen");
  EXPECT_EQ(Closest("litsen", known), "listen") << "two letters crossed are one mistake";
  EXPECT_EQ(Closest("trusted-proxies", known), "trusted_proxies");
  EXPECT_EQ(Closest("di", known), "id");
  EXPECT_EQ(Closest("xy", known), std::nullopt);
  EXPECT_EQ(Closest("completely", known), std::nullopt);
  EXPECT_EQ(Closest("", known), std::nullopt);
  EXPECT_EQ(Closest(std::string(1 << 20, 'a'), known), std::nullopt);
}

TEST(Text, AHintListsWhatIsKnownWhenNothingIsClose) {
  EXPECT_EQ(DidYouMean("lisen", {"listen"}), "did you mean \"listen\"?");
  EXPECT_EQ(DidYouMean("zzz", {"listen", "workers"}), "known: listen, workers");
  EXPECT_EQ(DidYouMean("zzz", {}), "");
}

TEST(Text, QuotedCannotForgeALineOrFillTheScreen) {
  EXPECT_EQ(Quoted("a\"b\\c\n\x1b[31m"), "\"a\\\"b\\\\c\\x0a\\x1b[31m\"");
  EXPECT_EQ(Quoted(std::string(100, 'a')), '"' + std::string(64, 'a') + "…\"");
  std::string accents;
  for (int i = 0; i < 40; ++i) accents += "é";
  EXPECT_EQ(Quoted("x" + accents), "\"x" + accents.substr(0, 62) + "…\"") << "no half character";
}

TEST(Text, BadBytesAreFoundWhereTheyStand) {
  EXPECT_EQ(FindBadByte("plain\ttext\r\n é € 😀"), std::nullopt);
  EXPECT_EQ(FindBadByte(std::string_view("ab\0c", 4)), 2u);
  EXPECT_EQ(FindBadByte("ab\x04"), 2u);
  EXPECT_EQ(FindBadByte("a\x7f"), 1u);
  EXPECT_EQ(FindBadByte("\x80"), 0u);
  EXPECT_EQ(FindBadByte("a\xc3"), 1u) << "cut off";
  EXPECT_EQ(FindBadByte("\xc0\xaf"), 0u) << "overlong";
  EXPECT_EQ(FindBadByte("\xe0\x80\xaf"), 0u) << "overlong";
  EXPECT_EQ(FindBadByte("\xed\xa0\x80"), 0u) << "surrogate";
  EXPECT_EQ(FindBadByte("\xf4\x90\x80\x80"), 0u) << "above U+10FFFF";
  EXPECT_EQ(FindBadByte("\xff\xfe"), 0u);
}

TEST(Text, Names) {
  EXPECT_TRUE(IsName("a"));
  EXPECT_TRUE(IsName("whatsapp_crm-2"));
  EXPECT_TRUE(IsName(std::string(63, 'a')));
  for (const char* bad : {"", "A", "1a", "_a", "a.b", "a b", "é"}) EXPECT_FALSE(IsName(bad)) << bad;
  EXPECT_FALSE(IsName(std::string(64, 'a')));
}

}  // namespace
}  // namespace griot::config
