#include "plugins/history_import/client/mend.h"

#include <gtest/gtest.h>

namespace griot::history_import {
namespace {

std::string Mended(std::string text) {
  MendEscapes(&text);
  return text;
}

TEST(Mend, WhatNoStoreTakesIsReplaced) {
  EXPECT_EQ(Mended(R"("a\u0000b")"), R"("a\ufffdb")");
  EXPECT_EQ(Mended(R"("\ud800")"), R"("\ufffd")");
  EXPECT_EQ(Mended(R"("\uDC00\uD800")"), R"("\ufffd\ufffd")");
  EXPECT_EQ(Mended(R"("\ud800\ud83d\ude00")"), R"("\ufffd\ud83d\ude00")");
  EXPECT_EQ(Mended(R"("\ud800A")"), R"("\ufffdA")");
}

TEST(Mend, TheRestStaysAsItIs) {
  for (std::string text : {R"("\ud83d\ude00 \u00e4 \n\\")", R"("\\ud800 \\u0000")",
                           R"({"a":"\\\\u0000"})", "\"\\", "\"\\u", "\"\\u00", R"("\u12g4")", ""}) {
    const std::string before = text;
    EXPECT_FALSE(MendEscapes(&text));
    EXPECT_EQ(text, before);
  }
  EXPECT_EQ(Mended(R"("\\\ud800")"), R"("\\\ufffd")");
}

}  // namespace
}  // namespace griot::history_import
