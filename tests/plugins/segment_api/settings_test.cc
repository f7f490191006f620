// What analytics-next loads before it sends anything.
#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

class SegmentProjectSettings : public SegmentTest {
 protected:
  fake::Answer Get(fake::Pairs headers, std::string_view key = "wk_test") {
    return host_.http.Call(GRIOT_GET, "/v1/projects/" + std::string(key) + "/settings",
                           std::move(headers));
  }
  // The three that say where to send, of an answer that must be good.
  std::string Where(fake::Pairs headers) {
    const auto answer = Get(std::move(headers));
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string where;
    for (const char* name : {"apiKey", "apiHost", "protocol"}) {
      where += Member(Member(answer.body, "integrations"), "/Segment.io/" + std::string(name));
    }
    return where;
  }
};

TEST_F(SegmentProjectSettings, SendEverythingHere) {
  EXPECT_EQ(Where({{"Host", "x.example:8080"}}), R"("wk_test""x.example:8080/v1""http")");
  EXPECT_EQ(Where({{"Host", "x.example"}, {"X-Forwarded-Proto", "https"}}),
            R"("wk_test""x.example/v1""https")");
  EXPECT_EQ(Where({{"Host", "[::1]:80"}, {"X-Forwarded-Proto", "ftp"}}),
            R"("wk_test""[::1]:80/v1""http")");
  Open(R"({"public_url":"https://e.example:8443"})");
  EXPECT_EQ(Where({{"Host", "inside"}}), R"("wk_test""e.example:8443/v1""https")");
  EXPECT_EQ(Where({}), R"("wk_test""e.example:8443/v1""https")");
}

TEST_F(SegmentProjectSettings, NameNoOtherDestinationAndMeasureNothing) {
  const auto answer = Get({{"Host", "x.example"}, {"Origin", "https://a.example"}});
  json::Document document;
  ASSERT_TRUE(document.Parse(answer.body).ok()) << answer.body;
  EXPECT_EQ(document.root().Find("integrations").size(), 1u);
  EXPECT_EQ(document.root().FindPath("metrics.sampleRate").raw(), "0");
  EXPECT_EQ(document.root().FindPath("plan.track.__default.enabled").raw(), "true");
  EXPECT_EQ(document.root().Find("remotePlugins").raw(), "[]");
  EXPECT_EQ(answer.Header("Cache-Control"), "public, max-age=300");
  EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
}

TEST_F(SegmentProjectSettings, AreForKnownKeysAndHosts) {
  const auto unknown = Get({{"Host", "x.example"}}, "wk_other");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.Header("Cache-Control"), "");
  for (const char* host : {"", "a b", "x.example/evil", "x@y", "\"", "a,b"}) {
    EXPECT_EQ(Get({{"Host", host}}).status, 400) << host;
  }
  EXPECT_EQ(Get({{"Host", std::string(256, 'a')}}).status, 400);
}

}  // namespace
}  // namespace griot::segment_api
