#include "host/http/url.h"

#include <gtest/gtest.h>

namespace griot::http {
namespace {

TEST(Url, SplitsTargets) {
  EXPECT_EQ(SplitTarget("/a?b=c?d")->path, "/a");
  EXPECT_EQ(SplitTarget("/a?b=c?d")->query, "b=c?d");
  EXPECT_EQ(SplitTarget("/a#frag?x")->path, "/a");
  EXPECT_EQ(SplitTarget("http://h:1/p?q")->path, "/p");
  EXPECT_EQ(SplitTarget("http://h")->path, "/");
  EXPECT_EQ(SplitTarget("http://h?q")->query, "q");
  EXPECT_EQ(SplitTarget("*")->path, "*");
  for (const char* bad : {"", "a", "://x", "http:///p", "a/b"})
    EXPECT_FALSE(SplitTarget(bad)) << bad;
}

TEST(Url, DecodesPercent) {
  EXPECT_EQ(PercentDecode("a%20b+c", false), "a b+c");
  EXPECT_EQ(PercentDecode("a%20b+c", true), "a b c");
  EXPECT_EQ(PercentDecode("%C3%a9", false), "\xC3\xA9");
  for (const char* bad : {"%", "%1", "%g0", "%0g", "a%00b", "%%41"}) {
    EXPECT_FALSE(PercentDecode(bad, false)) << bad;
  }
}

TEST(Url, FindsQueryParameters) {
  EXPECT_EQ(FindQueryParam("a=1&b=2&a=3", "a"), "1");
  EXPECT_EQ(FindQueryParam("&&a", "a"), "");
  EXPECT_EQ(FindQueryParam("a=%zz", "a"), std::nullopt);
  EXPECT_EQ(FindQueryParam("%zz=1&a=2", "a"), "2");
  EXPECT_EQ(FindQueryParam("", "a"), std::nullopt);
  EXPECT_EQ(FindQueryParam("=x", ""), "x");
}

TEST(Url, NoticesDotSegments) {
  for (const char* path : {"/.", "/..", "/a/..", "/a/../b", "/./a"}) {
    EXPECT_TRUE(HasDotSegment(path)) << path;
  }
  for (const char* path : {"/", "/a.b", "/.well-known/x", "/...", "/a./b", "/..a"}) {
    EXPECT_FALSE(HasDotSegment(path)) << path;
  }
}

}  // namespace
}  // namespace griot::http
