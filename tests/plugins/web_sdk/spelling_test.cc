// The two spellings of the body: what the incumbent's SDK sends, and what its guide documents.
#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

class Spelling : public DoorTest {};

TEST_F(Spelling, OfTheIncumbentsSdk) {
  const auto answer = Post(R"({"batch":[{
      "event_id":"7d444840-9dc0-41d1-b245-5ffdce74fad2",
      "message_id":"1b4e28ba-2fa1-41d2-883f-0016d3cca427",
      "event_name":"page_view","event_type":"page","timestamp":"2026-03-04T10:30:00.000Z",
      "anonymous_id":"9f2b1c0a-5b7e-4c1d-8a3f-112233445566","user_id":"ann@example.org",
      "session_id":"c0ffee00-1111-4222-8333-444455556666",
      "context":{"library":{"name":"@analytics/sdk","version":"1.0.0"},
        "page":{"path":"/pricing","referrer":"","search":"?utm_source=x","title":"P","url":"u"},
        "userAgent":"Mozilla/5.0","locale":"en","screen":{"width":1,"height":2},
        "handshakeToken":"hs1"},
      "properties":{"plan":"pro"}}],
    "sent_at":"2026-03-04T10:30:01.000Z","write_key":"wk_test"})");
  EXPECT_EQ(answer.status, 200);
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 1u);
  const fake::Heard& e = events[0];
  EXPECT_EQ(UuidString(e.id), "1b4e28ba-2fa1-41d2-883f-0016d3cca427");
  EXPECT_EQ(e.name, "page_view");
  EXPECT_EQ(e.user_id, "ann@example.org");
  EXPECT_EQ(e.anonymous_id, "9f2b1c0a-5b7e-4c1d-8a3f-112233445566");
  EXPECT_EQ(e.received_at - e.occurred_at, kSecond);
  EXPECT_EQ(e.properties, R"({"plan":"pro"})");
  EXPECT_EQ(Member(e.context, "handshakeToken"), "\"hs1\"");
  EXPECT_EQ(Member(e.context, "page.path"), "\"/pricing\"");
  EXPECT_EQ(Member(e.context, "clientSessionId"), "\"c0ffee00-1111-4222-8333-444455556666\"");
}

TEST_F(Spelling, OfTheIncumbentsSdkIdentify) {
  const auto e = Take(R"({"event_name":"identify","event_type":"identify","user_id":"u7",
      "anonymous_id":"a7","properties":{"userId":"u7","email":"ann@example.org"}})");
  EXPECT_EQ(e.name, "identify");
  EXPECT_EQ(e.properties, R"({"userId":"u7","email":"ann@example.org"})");
}

// Its guide promises page("Home"), and its SDK takes the name for the properties.
TEST_F(Spelling, OfTheIncumbentsSdkNamedPage) {
  const auto e = Take(R"({"event_name":"page_view","event_type":"page","anonymous_id":"a7",
      "properties":"Home"})");
  EXPECT_EQ(e.name, "page_view");
  EXPECT_EQ(e.properties, R"({"name":"Home"})");
  EXPECT_EQ(Refuse(R"({"event_name":"e","event_type":"track","user_id":"u","properties":"Home"})"),
            "properties: must be an object");
}

TEST_F(Spelling, OfTheGuideOnWhatsapp) {
  const auto e = Take(R"({"batch":[{"type":"track","event":"message.received",
      "userId":"+254712345678","timestamp":"2026-03-04T10:30:00Z",
      "context":{"channel":"whatsapp","handshakeToken":"t"},
      "properties":{"messageId":"wamid.A","direction":"inbound","contentType":"text",
                    "hasMedia":false}}]})");
  EXPECT_EQ(e.name, "message.received");
  EXPECT_EQ(e.channel, "whatsapp");
  EXPECT_EQ(e.user_id, "+254712345678");
  EXPECT_EQ(IsoString(e.occurred_at), "2026-03-04T10:30:00.000000Z");
  EXPECT_EQ(e.id.version(), 7);
}

TEST_F(Spelling, OfTheGuidesOtherCalls) {
  const auto page = Take(
      R"({"type":"page","name":"Home","category":"docs","anonymousId":"a","properties":{"path":"/"}})");
  EXPECT_EQ(page.name, "page_view");
  EXPECT_EQ(page.properties, R"({"path":"/","name":"Home","category":"docs"})");
  const auto screen =
      Take(R"({"type":"screen","name":"Cart","userId":"u","properties":{"name":"x"}})");
  EXPECT_EQ(screen.name, "screen_view");
  EXPECT_EQ(screen.properties, R"({"name":"x"})");
  const auto identify = Take(
      R"({"type":"identify","userId":"u","anonymousId":"a","traits":{"email":"ann@example.org"}})");
  EXPECT_EQ(identify.name, "identify");
  EXPECT_EQ(identify.properties, R"({"traits":{"email":"ann@example.org"}})");
  const auto group = Take(R"({"type":"group","userId":"u","groupId":"g","traits":{"n":1}})");
  EXPECT_EQ(group.name, "group");
  EXPECT_EQ(group.properties, R"({"traits":{"n":1},"groupId":"g"})");
  const auto alias = Take(R"({"type":"alias","userId":"u","previousId":"old"})");
  EXPECT_EQ(alias.name, "alias");
  EXPECT_EQ(alias.properties, R"({"previousId":"old"})");
}

TEST_F(Spelling, ABareNameServesAnEventWithoutAType) {
  const auto e = Take(R"({"name":"signup","userId":"u"})");
  EXPECT_EQ(e.name, "signup");
  EXPECT_EQ(e.properties, "");
  EXPECT_EQ(Take(R"({"type":"page","event":"Viewed","userId":"u"})").name, "Viewed");
}

TEST_F(Spelling, SnakeWinsOverCamelAndErrorsHaveOneName) {
  EXPECT_EQ(Take(R"({"event":"b","event_name":"a","userId":"y","user_id":"x"})").user_id, "x");
  EXPECT_EQ(Take(R"({"event":"b","event_name":"a","userId":"y"})").name, "a");
  EXPECT_EQ(Take(R"({"event":"b","event_name":null,"userId":"y"})").name, "b");
  EXPECT_EQ(Take(R"({"event":"app_error","userId":"y"})").name, "error");
}

}  // namespace
}  // namespace griot::web_sdk
