#include <fstream>
#include <sstream>

#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

constexpr char kSoon[] = "public, max-age=300, stale-while-revalidate=86400";
constexpr char kForever[] = "public, max-age=31536000, immutable";

std::string FileOf(const std::string& name) {
  std::ifstream file(GRIOT_SOURCE "/plugins/web_sdk/browser/dist/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Scripts : public DoorTest {
 protected:
  fake::Answer Get(const std::string& target, fake::Pairs headers = {}) {
    return host_.http.Call(GRIOT_GET, target, std::move(headers));
  }
  // A script's tag without its quotes is its version.
  std::string Version(const std::string& path) {
    const std::string tag = Get(path).Header("ETag");
    return tag.size() > 2 ? tag.substr(1, tag.size() - 2) : "";
  }
};

TEST_F(Scripts, AreThoseOfTheTreeByteForByte) {
  for (const auto& [path, file] :
       {std::pair("/griot.js", "griot.js"), {"/sdk.js", "sdk.js"}, {"/analytics.js", "sdk.js"}}) {
    const auto answer = Get(path);
    EXPECT_EQ(answer.status, 200) << path;
    ASSERT_FALSE(answer.body.empty());
    EXPECT_EQ(answer.body, FileOf(file)) << path;
    EXPECT_EQ(answer.Header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(answer.Header("Cross-Origin-Resource-Policy"), "cross-origin");
    EXPECT_EQ(answer.Header("Vary"), "Accept-Encoding");
    EXPECT_EQ(answer.Header("Content-Encoding"), "");
  }
}

TEST_F(Scripts, APlainAddressIsLookedAtAgainSoonAndAVersionsIsKept) {
  EXPECT_EQ(Get("/griot.js").Header("Cache-Control"), kSoon);
  const std::string version = Version("/griot.js");
  EXPECT_EQ(version.size(), 16u);
  EXPECT_NE(version, Version("/sdk.js"));
  EXPECT_EQ(Get("/griot.js?v=" + version).Header("Cache-Control"), kForever);
  EXPECT_EQ(Get("/griot.js?v=" + version, {{"Accept-Encoding", "gzip"}}).Header("Cache-Control"),
            kForever);
  // What named the version before an upgrade still works, and is not kept as that version.
  const auto old = Get("/griot.js?v=0123456789abcdef");
  EXPECT_EQ(old.status, 200);
  EXPECT_EQ(old.Header("Cache-Control"), kSoon);
}

TEST_F(Scripts, ArePackedForThoseWhoTakeIt) {
  for (const char* accepts :
       {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "x,gzip ;q=0.001"}) {
    const auto answer = Get("/griot.js", {{"Accept-Encoding", accepts}});
    EXPECT_EQ(answer.Header("Content-Encoding"), "gzip") << accepts;
    EXPECT_LE(answer.body.size(), 4096u);
    std::string text;
    ASSERT_EQ(Gunzip("gzip", answer.body, 1 << 20, &text), GRIOT_OK);
    EXPECT_EQ(text, FileOf("griot.js"));
    EXPECT_NE(answer.Header("ETag"), Get("/griot.js").Header("ETag"));
  }
  for (const char* accepts :
       {"", "identity", "br", "gzip;q=0", "gzip;q=0.000, br", "xgzip", ",,"}) {
    EXPECT_EQ(Get("/griot.js", {{"Accept-Encoding", accepts}}).Header("Content-Encoding"), "")
        << accepts;
  }
}

TEST_F(Scripts, AreNotSentAgainToThoseWhoHaveThem) {
  const std::string tag = Get("/griot.js").Header("ETag");
  const std::string packed = Get("/griot.js", {{"Accept-Encoding", "gzip"}}).Header("ETag");
  for (const std::string& known : {tag, packed, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const auto answer = Get("/griot.js", {{"If-None-Match", known}});
    EXPECT_EQ(answer.status, 304) << known;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.Header("ETag"), tag);
    EXPECT_EQ(answer.Header("Cache-Control"), kSoon);
    EXPECT_EQ(answer.Header("Vary"), "Accept-Encoding");
  }
  for (const std::string& other : {std::string("\"x\""), tag.substr(1), std::string("W/")}) {
    EXPECT_EQ(Get("/griot.js", {{"If-None-Match", other}}).status, 200) << other;
  }
}

TEST_F(Scripts, CanBeLeftToAnotherStage) {
  Open(R"({"scripts":false})");
  EXPECT_FALSE(host_.http.HasRoute(GRIOT_GET, "/griot.js"));
  EXPECT_FALSE(host_.http.HasRoute(GRIOT_GET, "/sdk.js"));
  EXPECT_TRUE(host_.http.HasRoute(GRIOT_GET, "/v1/health"));
}

}  // namespace
}  // namespace griot::web_sdk
