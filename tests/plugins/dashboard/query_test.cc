#include <gtest/gtest.h>

#include "plugins/dashboard/api/call.h"
#include "plugins/dashboard/reports/ask.h"
#include "plugins/dashboard/reports/sql.h"

namespace griot::dashboard {
namespace {

TEST(Query, NamesAreBoundOnceEach) {
  const Query query = Parse("select :a::text, ':b', x::int -- :c\n, :d_e + :a");
  EXPECT_EQ(query.text, "select $1::text, ':b', x::int -- :c\n, $2 + $1");
  EXPECT_EQ(query.names, (std::vector<std::string>{"a", "d_e"}));
}

TEST(Query, IsDecodedOrRefused) {
  EXPECT_EQ(ReadQuery("/x?a=1%2B2&b=c+d&e"), (QueryPairs{{"a", "1+2"}, {"b", "c d"}, {"e", ""}}));
  EXPECT_EQ(ReadQuery("/x"), QueryPairs());
  for (const char* const bad :
       {"/x?a=%", "/x?a=%4", "/x?a=%zz", "/x?a=%00", "/x?a=%ff", "/x?%c3=1"}) {
    EXPECT_FALSE(ReadQuery(bad)) << bad;
  }
}

TEST(Query, MicrosecondsAsText) {
  EXPECT_EQ(MicrosText(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(MicrosText(1'772'323'200'000'001), "2026-03-01T00:00:00.000001Z");
  EXPECT_EQ(MicrosText(951'782'400'000'000), "2000-02-29T00:00:00Z");
}

}  // namespace
}  // namespace griot::dashboard
