#include "host/http/route_table.h"

#include <gtest/gtest.h>

namespace griot::http {
namespace {

class Table : public ::testing::Test {
 protected:
  bool Add(const std::string& pattern, Method method = Method::kGet) {
    auto entry = std::make_shared<RouteEntry>(
        next_++, Route{.method = method, .pattern = pattern, .handler = [](Request&) {}});
    return table_.Insert(entry).ok();
  }
  // The pattern that serves the path, and what its parameters took.
  std::string Find(const std::string& path, Method method = Method::kGet) {
    PathParams params;
    RouteTable::Match match = table_.Find(method, path, params);
    if (!match.entry) return match.path_known ? "allow " + match.allow : "none";
    std::string out = match.entry->route().pattern;
    for (auto& [name, value] : params) out.append(" ").append(name).append("=").append(value);
    return out;
  }

  RouteTable table_;
  RouteId next_ = 1;
};

TEST_F(Table, LiteralsBeforeParametersBeforeWildcards) {
  ASSERT_TRUE(Add("/a/b") && Add("/a/:x") && Add("/a/*rest") && Add("/*all") && Add("/"));
  EXPECT_EQ(Find("/a/b"), "/a/b");
  EXPECT_EQ(Find("/a/c"), "/a/:x x=c");
  EXPECT_EQ(Find("/a/c/d"), "/a/*rest rest=c/d");
  EXPECT_EQ(Find("/a/"), "/a/*rest rest=");
  EXPECT_EQ(Find("/a"), "/*all all=a");
  EXPECT_EQ(Find("/"), "/");
  EXPECT_EQ(Find("//"), "/*all all=/");
}

TEST_F(Table, GoesBackWhenALiteralLeadsNowhere) {
  ASSERT_TRUE(Add("/a/b/c") && Add("/:x/b/d") && Add("/a/*rest"));
  EXPECT_EQ(Find("/a/b/d"), "/a/*rest rest=b/d");
  EXPECT_EQ(Find("/z/b/d"), "/:x/b/d x=z");
  EXPECT_EQ(Find("/z/b/c"), "none");
}

TEST_F(Table, SegmentsAreComparedDecoded) {
  ASSERT_TRUE(Add("/a b/:x"));
  EXPECT_EQ(Find("/a%20b/c%2Fd"), "/a b/:x x=c/d");
  EXPECT_EQ(Find("/a%20b/%zz"), "none");
  EXPECT_EQ(Find("/a b/"), "none");
}

TEST_F(Table, SaysWhichMethodsThereAre) {
  ASSERT_TRUE(Add("/a", Method::kPost) && Add("/a", Method::kGet) && Add("/b", Method::kDelete));
  EXPECT_EQ(Find("/a", Method::kPut), "allow GET, HEAD, POST");
  EXPECT_EQ(Find("/b"), "allow DELETE");
  EXPECT_EQ(Find("/a", Method::kHead), "/a");
}

TEST_F(Table, RefusesBadPatterns) {
  for (const char* bad :
       {"", "a", "/:", "/*", "/*a/b", "/:a/:a", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"}) {
    EXPECT_FALSE(Add(bad)) << bad;
  }
}

TEST_F(Table, ManySegmentsCostLittle) {
  ASSERT_TRUE(Add("/:a/:b/:c/:d/:e/:f/:g/x") && Add("/a/a/a/a/a/a/a/y"));
  std::string deep;
  for (int i = 0; i < 4000; ++i) deep += "/a";
  EXPECT_EQ(Find(deep), "none");
  EXPECT_EQ(Find("/a/a/a/a/a/a/a/x"), "/:a/:b/:c/:d/:e/:f/:g/x a=a b=a c=a d=a e=a f=a g=a");
}

}  // namespace
}  // namespace griot::http
