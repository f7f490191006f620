// Answers that say what became of the events, and the limits.
#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

using ::testing::HasSubstr;

constexpr char kTrack[] = R"({"event":"e","userId":"u"})";

class SegmentCodes : public SegmentTest {};

TEST_F(SegmentCodes, WhereSomeAreRefusedTheOthersAreKept) {
  const auto answer = Post("batch", R"({"batch":[{"type":"track","event":"a","userId":"u"},
      {"type":"track","userId":"u"},7,{"type":"batch","userId":"u"},{"event":"e","userId":"u"},
      {"type":"page","anonymousId":"x"}]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"success":true,"accepted":2,"rejected":[)"
                         R"({"index":1,"field":"event","error":"the event has no name"},)"
                         R"({"index":2,"field":"","error":"must be a JSON object"},)"
                         R"({"index":3,"field":"type",)"
                         R"("error":"must be track, page, screen, identify, group or alias"},)"
                         R"({"index":4,"field":"type",)"
                         R"("error":"must be track, page, screen, identify, group or alias"}],)"
                         R"("rejectedCount":4})");
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  EXPECT_EQ(host_.intake.events().size(), 2u);
  EXPECT_EQ(host_.Count("segment_refused_events"), 4);
}

TEST_F(SegmentCodes, WhereNoneIsKeptItIsNoSuccess) {
  const auto answer = Post("batch", R"({"batch":[{"type":"page"}]})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(R"({"success":false,"accepted":0,"rejected":[{"index":0)"));
  EXPECT_EQ(Post("batch", R"({"batch":[]})").body, R"({"success":true})");
}

TEST_F(SegmentCodes, SayWhatIsWrongWithTheEvent) {
  EXPECT_EQ(Refuse("t", R"({"event":"","userId":"u"})"), "event: the event has no name");
  EXPECT_EQ(Refuse("t", R"({"event":{},"userId":"u"})"), "event: must be a string");
  EXPECT_EQ(Refuse("t", R"({"event":"e"})"), "userId: neither a user nor an anonymous id");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":true})"), "userId: must be a string");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":")" + std::string(201, 'u') + "\"}"),
            "userId: is too long");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":"u","messageId":[]})"),
            "messageId: must be a string");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":"u","properties":[]})"),
            "properties: must be an object");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":"u","context":"c"})"),
            "context: must be an object");
  EXPECT_EQ(Refuse("i", R"({"userId":"u","traits":1})"), "traits: must be an object");
  EXPECT_EQ(Refuse("g", R"({"userId":"u"})"), "groupId: is needed for this call");
  EXPECT_EQ(Refuse("a", R"({"userId":"u","previousId":""})"),
            "previousId: is needed for this call");
  EXPECT_EQ(Refuse("t", R"({"event":"e","userId":"u","properties":{"s":"\u0000"}})").substr(0, 14),
            "properties.s: ");
}

TEST_F(SegmentCodes, WhatBreaksTheBodyIsABadRequest) {
  for (const char* body : {"{", "nonsense", "[]", "7", "", "{\"a\":\"\xff\"}"}) {
    for (const char* call : {"batch", "track"}) {
      const auto answer = Post(call, body);
      EXPECT_EQ(answer.status, 400) << body;
      EXPECT_THAT(answer.body, HasSubstr(R"({"success":false,"error":{"status":400,"message":)"));
    }
  }
  EXPECT_EQ(Post("batch", kTrack).status, 400);
  EXPECT_EQ(Post("batch", R"({"batch":{}})").status, 400);
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(SegmentCodes, AnEventHas32KilobytesAndABatch500) {
  const auto track = [](size_t size) {
    std::string event = R"({"type":"track","event":"e","userId":"u","properties":{"s":""}})";
    return event.insert(event.size() - 3, std::string(size - event.size(), 'x'));
  };
  EXPECT_EQ(Post("track", track(32 << 10)).status, 200);
  EXPECT_EQ(Post("track", track((32 << 10) + 1)).status, 413);
  const auto mixed =
      Post("batch", R"({"batch":[)" + track((32 << 10) + 1) + "," + track(100) + "]}");
  EXPECT_EQ(mixed.status, 200);
  EXPECT_THAT(mixed.body, HasSubstr(R"("accepted":1,"rejected":[{"index":0,"field":"",)"
                                    R"("error":"the event is too long"}])"));
  std::string batch = R"({"batch":[)" + track(100) + "]}";
  batch += std::string((500 << 10) - batch.size(), ' ');
  EXPECT_EQ(Post("batch", batch).status, 200);
  EXPECT_EQ(Post("batch", batch + " ").status, 413);
}

TEST_F(SegmentCodes, AnyContentTypeWillDoAndGzipIsUndone) {
  for (const char* type : {"text/plain;charset=UTF-8", "application/json", "nonsense"}) {
    EXPECT_EQ(Post("t", kTrack, {{"Authorization", kBasic}, {"Content-Type", type}}).status, 200);
  }
  host_.intake.Clear();
  const fake::Pairs gzip = {{"Authorization", kBasic}, {"Content-Encoding", "gzip"}};
  EXPECT_EQ(Post("t", test::Gzip(kTrack), gzip).status, 200);
  EXPECT_EQ(host_.intake.events().size(), 1u);
  EXPECT_EQ(Post("t", test::Gzip(std::string(64 << 20, ' ')), gzip).status, 413);
  EXPECT_EQ(Post("t", "no gzip", gzip).status, 400);
  EXPECT_EQ(Post("t", kTrack, {{"Authorization", kBasic}, {"Content-Encoding", "br"}}).status, 415);
}

TEST_F(SegmentCodes, PreflightsAllowWhatTheClientsSend) {
  for (const char* path : {"/v1/t", "/v1/batch", "/v1/projects/wk_test/settings"}) {
    const auto preflight =
        host_.http.Call(GRIOT_OPTIONS, path, {{"Origin", "https://shop.example"}});
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.body, "");
    EXPECT_EQ(preflight.Header("Access-Control-Allow-Origin"), "https://shop.example");
    EXPECT_EQ(preflight.Header("Access-Control-Allow-Methods"), "GET, POST, OPTIONS");
    for (const char* header : {"Authorization", "Content-Type", "X-Write-Key", "X-Retry-Count"}) {
      EXPECT_THAT(preflight.Header("Access-Control-Allow-Headers"), HasSubstr(header));
    }
  }
}

TEST_F(SegmentCodes, EveryAnswerMayBeReadFromOtherOrigins) {
  for (const char* body : {kTrack, "{", "{}"}) {
    for (const char* authorization : {kBasic, ""}) {
      const auto answer =
          Post("t", body, {{"Authorization", authorization}, {"Origin", "https://a"}});
      EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://a") << answer.body;
      EXPECT_EQ(answer.Header("Vary"), "Origin");
    }
  }
}

TEST_F(SegmentCodes, OneIdIsKeptOnceARequest) {
  EXPECT_EQ(Post("b", R"({"batch":[{"type":"track","event":"a","userId":"u","messageId":"m"},
                                   {"type":"track","event":"b","userId":"u","messageId":"m"}]})")
                .body,
            R"({"success":true})");
  ASSERT_EQ(host_.intake.events().size(), 1u);
  EXPECT_EQ(host_.intake.events()[0].name, "a");
}

}  // namespace
}  // namespace griot::segment_api
