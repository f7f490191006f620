#include "plugins/dashboard/site/site.h"

#include <gtest/gtest.h>

#include <string>

#include "plugins/dashboard/site/serve.h"

namespace griot::dashboard {
namespace {

// As web/scripts/pack.mjs writes it: 10 bytes as they are, then 3 packed ones.
const char kPack[] =
    "/overview\ttext/html\t0\tv1\t'sha256-x'\t0 10\t10 3\t0 0\n"
    "/_next/a.js\ttext/javascript\t1\tv2\t\t10 3\t0 0\t0 0\n\n0123456789abc";

TEST(Site, ReadsWhatIsPacked) {
  const auto files = ReadPack(kPack);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].path, "/overview");
  EXPECT_EQ(files[0].raw, "0123456789");
  EXPECT_EQ(files[0].gzip, "abc");
  EXPECT_TRUE(files[0].brotli.empty());
  EXPECT_FALSE(files[0].immutable);
  EXPECT_TRUE(files[1].immutable);
  EXPECT_EQ(files[1].scripts, "");
  EXPECT_EQ(files[1].raw, "abc");
}

TEST(Site, IsEmptyWhereThereIsNoPack) {
  const std::string pack(kPack, sizeof(kPack) - 1);
  EXPECT_TRUE(ReadPack("").empty());
  EXPECT_TRUE(ReadPack("\n\n").empty());
  EXPECT_TRUE(ReadPack("no list").empty());
  // Places that do not lie in the bytes, and none at all.
  EXPECT_TRUE(ReadPack(pack.substr(0, pack.size() - 1)).empty());
  EXPECT_TRUE(ReadPack("/a\tt\t0\tv\t\t0 x\t0 0\t0 0\n\nabc").empty());
  EXPECT_TRUE(ReadPack("/a\tt\t0\tv\t\t18446744073709551615 2\t0 0\t0 0\n\nabc").empty());
  EXPECT_TRUE(ReadPack("a\tt\t0\tv\t\t0 1\t0 0\t0 0\n\nabc").empty());
}

TEST(Site, TakesWhatIsAccepted) {
  EXPECT_TRUE(Takes("gzip, deflate, br", "br"));
  EXPECT_TRUE(Takes("br;q=0.5 , gzip", "br"));
  EXPECT_FALSE(Takes("br;q=0, gzip", "br"));
  EXPECT_FALSE(Takes("br; q=0.000", "br"));
  EXPECT_FALSE(Takes("brotli", "br"));
  EXPECT_FALSE(Takes("", "gzip"));
}

TEST(Site, NamesInlineScriptsInThePolicy) {
  const std::string policy = PolicyOf("'sha256-x' 'sha256-y'");
  EXPECT_NE(policy.find("script-src 'self' 'sha256-x' 'sha256-y';"), std::string::npos) << policy;
  EXPECT_NE(PolicyOf("").find("script-src 'self';"), std::string::npos);
}

}  // namespace
}  // namespace griot::dashboard
