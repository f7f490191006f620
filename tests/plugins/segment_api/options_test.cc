#include "griot/options.hpp"

#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

constexpr char kTrack[] = R"({"event":"e","userId":"u"})";

class SegmentOptions : public SegmentTest {};

TEST_F(SegmentOptions, ThePrefixMovesAllRoutes) {
  Open(R"({"prefix":"/segment/v1","max_body":2048,"max_event":512})");
  EXPECT_FALSE(host_.http.HasRoute(GRIOT_POST, "/v1/t"));
  for (const char* call : {"identify", "track", "page", "screen", "group", "alias", "batch", "t",
                           "i", "p", "s", "g", "a", "b"}) {
    const std::string path = "/segment/v1/" + std::string(call);
    EXPECT_TRUE(host_.http.HasRoute(GRIOT_POST, path)) << path;
    EXPECT_TRUE(host_.http.HasRoute(GRIOT_OPTIONS, path)) << path;
  }
  const auto post = [&](size_t size) {
    return host_.http
        .Call(GRIOT_POST, "/segment/v1/t", {{"Authorization", kBasic}},
              kTrack + std::string(size - sizeof kTrack + 1, ' '))
        .status;
  };
  EXPECT_EQ(post(2048), 200);
  EXPECT_EQ(post(2049), 413);
  const auto settings =
      host_.http.Call(GRIOT_GET, "/segment/v1/projects/wk_test/settings", {{"Host", "x.example"}});
  EXPECT_EQ(Member(Member(settings.body, "integrations"), "/Segment.io/apiHost"),
            R"("x.example/segment/v1")");
}

TEST(SegmentReadOptions, RefusesWhatCannotBeUsed) {
  for (const char* options : {R"({"prefix":"v1"})", R"({"prefix":"/v1/"})", R"({"prefix":"/"})",
                              R"({"channel":""})", R"({"max_body":-1})"}) {
    EXPECT_THROW(ReadOptions(options), OptionError) << options;
  }
  json::Document schema;
  EXPECT_TRUE(schema.Parse(kOptionsSchema).ok());
}

}  // namespace
}  // namespace griot::segment_api
