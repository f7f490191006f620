// Each call becomes the event that all doors write.
#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

class SegmentCalls : public SegmentTest {};

TEST_F(SegmentCalls, TrackIsTheEventsOwnName) {
  const auto e = Take("track", R"({"userId":"u1","anonymousId":"a1","event":"Order Completed",
      "properties":{"total":12.50,"name":"kept"},"name":"no label","integrations":{"All":false}})");
  EXPECT_EQ(e.name, "Order Completed");
  EXPECT_EQ(e.project, "shop");
  EXPECT_EQ(e.channel, "web");
  EXPECT_NE(e.flags & GRIOT_EVENT_DEVICE, 0u);
  EXPECT_EQ(e.user_id, "u1");
  EXPECT_EQ(e.anonymous_id, "a1");
  EXPECT_EQ(e.properties, R"({"total":12.50,"name":"kept"})");
  EXPECT_EQ(e.context, "");
}

TEST_F(SegmentCalls, PageOfABrowserHasItsPageInTheProperties) {
  const auto e = Take("p", R"({"anonymousId":"a","name":"Home","category":"Docs",
      "properties":{"title":"Own","plan":"pro"},
      "context":{"page":{"path":"/a","title":"T","url":"https://x.example/a?b","referrer":"",
                         "search":"?b","more":1}}})");
  EXPECT_EQ(e.name, "page_view");
  EXPECT_EQ(e.properties,
            R"({"title":"Own","plan":"pro","name":"Home","category":"Docs","path":"/a",)"
            R"("url":"https://x.example/a?b","referrer":"","search":"?b"})");
  EXPECT_EQ(Member(e.context, "page.more"), "1");
}

TEST_F(SegmentCalls, PageOfAServerGetsItsPathFromTheAddress) {
  const auto path = [&](const std::string& properties) {
    return Member(Take("page", R"({"userId":"u","properties":)" + properties + "}").properties,
                  "path");
  };
  EXPECT_EQ(path(R"({"url":"https://x.example/a/b?c#d"})"), R"("/a/b")");
  EXPECT_EQ(path(R"({"url":"https://x.example"})"), R"("/")");
  EXPECT_EQ(path(R"({"url":"https://x.example?c=/d"})"), R"("/")");
  EXPECT_EQ(path(R"({"url":"/a"})"), "");
  EXPECT_EQ(path(R"({"url":7})"), "");
  EXPECT_EQ(path(R"({"path":"/own","url":"https://x.example/a"})"), R"("/own")");
  EXPECT_EQ(Take("page", R"({"userId":"u"})").properties, "");
}

TEST_F(SegmentCalls, ScreenHasItsNameInTheProperties) {
  const auto e = Take("screen", R"({"userId":"u","name":"Cart","properties":{"n":1},
                                    "context":{"page":{"path":"/no"}}})");
  EXPECT_EQ(e.name, "screen_view");
  EXPECT_EQ(e.properties, R"({"n":1,"name":"Cart"})");
  EXPECT_EQ(Take("s", R"({"userId":"u","name":"A","properties":{"name":"B"}})").properties,
            R"({"name":"B"})");
}

TEST_F(SegmentCalls, IdentifyGroupAndAliasHaveTheirTraitsInTheProperties) {
  const auto identify = Take("identify", R"({"userId":"u","traits":{"email":"a@example.org"}})");
  EXPECT_EQ(identify.name, "identify");
  EXPECT_EQ(identify.properties, R"({"traits":{"email":"a@example.org"}})");
  const auto group = Take("group", R"({"userId":"u","groupId":7,"traits":{"plan":"x"}})");
  EXPECT_EQ(group.name, "group");
  EXPECT_EQ(group.properties, R"({"traits":{"plan":"x"},"groupId":"7"})");
  const auto alias = Take("alias", R"({"userId":"u","previousId":"a-1"})");
  EXPECT_EQ(alias.name, "alias");
  EXPECT_EQ(alias.user_id, "u");
  EXPECT_EQ(alias.properties, R"({"previousId":"a-1"})");
}

TEST_F(SegmentCalls, ThePathSaysWhichCallItIs) {
  const std::vector<std::array<std::string, 3>> calls = {
      {"track", "t", "e"},           {"page", "p", "page_view"}, {"screen", "s", "screen_view"},
      {"identify", "i", "identify"}, {"group", "g", "group"},    {"alias", "a", "alias"}};
  const std::string body =
      R"({"type":"track","event":"e","userId":"u","groupId":"g","previousId":"p"})";
  for (const auto& [word, letter, name] : calls) {
    EXPECT_EQ(Take(word, body).name, name);
    EXPECT_EQ(Take(letter, body).name, name);
  }
}

TEST_F(SegmentCalls, BatchGoesByTheTypeOfEach) {
  const std::string body = R"({"sentAt":"2026-01-01T00:00:00Z","batch":[
      {"type":"track","event":"e","userId":"u"},{"type":"page","userId":"u"},
      {"type":"screen","userId":"u"},{"type":"identify","userId":"u"},
      {"type":"group","userId":"u","groupId":"g"},
      {"type":"alias","userId":"u","previousId":"p"}]})";
  for (const char* path : {"batch", "b"}) {
    host_.intake.Clear();
    EXPECT_EQ(Post(path, body).body, R"({"success":true})");
    std::vector<std::string> names;
    for (const auto& e : host_.intake.events()) names.push_back(e.name);
    EXPECT_THAT(names, ::testing::ElementsAre("e", "page_view", "screen_view", "identify", "group",
                                              "alias"));
    EXPECT_EQ(host_.intake.submissions().size(), 1u);
  }
}

}  // namespace
}  // namespace griot::segment_api
