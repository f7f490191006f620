#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

constexpr char kEvent[] = R"({"event":"signup","userId":"u1"})";

class Capture : public DoorTest {};

TEST_F(Capture, AnswersWithWhatBecameOfEachEvent) {
  const auto answer = Post(R"({"batch":[{"event":"a","userId":"u"},{"event":"b"},7,
                                        {"event":"c","anonymousId":"x"}]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"status":"success","accepted":2,"rejected":[)"
            R"({"index":1,"field":"userId","error":"neither a user nor an anonymous id"},)"
            R"({"index":2,"field":"","error":"must be a JSON object"}],"rejectedCount":2})");
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  ASSERT_EQ(host_.intake.submissions().size(), 1u);
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].name, "a");
  EXPECT_EQ(events[1].name, "c");
  EXPECT_EQ(events[0].project, "shop");
  EXPECT_EQ(events[0].channel, "web");
  EXPECT_EQ(events[0].source, "");
  EXPECT_NE(events[0].flags & GRIOT_EVENT_DEVICE, 0u);
  EXPECT_EQ(host_.Count("capture_refused_events"), 2);
}

TEST_F(Capture, RefusesABodyOfWhichNothingIsKept) {
  const auto answer = Post(R"({"batch":[{"event":"b"}]})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(R"("status":"error","accepted":0,"rejected":[{"index":0)"));
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(Capture, NeverRefusesTheIncumbentsSdkWhichWouldSendForEver) {
  const auto answer =
      Post(R"({"batch":[{"event_name":"","context":{"library":{"name":"@analytics/sdk"}}}]})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":0,"rejected":[{"index":0)"));
}

TEST_F(Capture, TakesOneBareEventAListAndAnEmptyBatch) {
  EXPECT_EQ(Post(kEvent).body, R"({"status":"success","accepted":1,"rejected":[]})");
  EXPECT_EQ(Post(std::string("[") + kEvent + "," + kEvent + "]").status, 200);
  EXPECT_EQ(host_.intake.events().size(), 3u);
  for (const char* body : {R"({"batch":[]})", "[]"}) {
    const auto answer = Post(body);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"status":"success","accepted":0,"rejected":[]})");
  }
}

TEST_F(Capture, TakesAnyContentType) {
  for (const char* type : {"text/plain;charset=UTF-8", "application/json", "nonsense"}) {
    EXPECT_EQ(Post(kEvent, {{"X-Write-Key", "wk_test"}, {"Content-Type", type}}).status, 200);
  }
  EXPECT_EQ(Post(kEvent).status, 200);
}

TEST_F(Capture, TakesMoreThanAHundredEvents) {
  std::string body = "[";
  for (int i = 0; i < 5000; ++i) {
    if (i > 0) body += ',';
    body += R"({"event":"e","userId":"u","messageId":"m)" + std::to_string(i) + "\"}";
  }
  EXPECT_EQ(Post(body + "]").body, R"({"status":"success","accepted":5000,"rejected":[]})");
  EXPECT_EQ(host_.intake.events().size(), 5000u);
  EXPECT_EQ(host_.intake.submissions().size(), 1u);
}

TEST_F(Capture, KeepsTheFirstOfTwoEventsWithOneId) {
  const auto answer = Post(R"([{"event":"a","userId":"u","messageId":"m1"},
                               {"event":"b","userId":"u","messageId":"m1"},
                               {"event":"c","userId":"u","event_id":"m2"},
                               {"event":"d","userId":"u","event_id":"m2","message_id":"m3"}])");
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":4,"rejected":[])"));
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].name, "a");
  EXPECT_EQ(events[1].name, "c");
  EXPECT_EQ(events[2].name, "d");
}

// The incumbent's SDK, after a failed flush: what is in memory and what is in storage, merged anew
// with each event, so that a batch of 4,095 has 12 events in it.
TEST_F(Capture, KeepsEachEventOfADoublingRetryOnce) {
  std::vector<std::string> queue, all;
  for (int i = 0; i < 12; ++i) {
    queue = all;
    queue.push_back(
        R"({"event_id":"00000000-0000-4000-8000-0000000000)" + std::to_string(10 + i) +
        R"(","event_name":"e","event_type":"track","anonymous_id":"a1","context":{"url":")" +
        std::string(900, 'u') + R"("}})");
    all.insert(all.end(), queue.begin(), queue.end());
  }
  ASSERT_EQ(all.size(), 4095u);
  std::string body = R"({"sent_at":"2026-01-01T00:00:00Z","batch":[)";
  for (size_t i = 0; i < all.size(); ++i) body += (i == 0 ? "" : ",") + all[i];
  EXPECT_GT(body.size(), 4'000'000u);  // as long as an event of that SDK is on a page
  EXPECT_THAT(Post(body + "]}").body, HasSubstr(R"("accepted":4095,"rejected":[])"));
  EXPECT_EQ(host_.intake.events().size(), 12u);
}

TEST_F(Capture, RefusesWhatBreaksTheBody) {
  std::string deep(65, '[');
  deep.append(65, ']');
  for (const std::string& body :
       {std::string("{"), std::string("nonsense"), std::string("[1,]"), deep,
        std::string("[{\"event\":\"\xff\"}]"), std::string("\xef\xbb\xbf{}"), std::string("\"x\""),
        std::string("7"), std::string(), std::string(R"({"batch":{}})"),
        std::string(R"({"batch":null})"), std::string("{\"event\":\"a\0\"}", 13)}) {
    const auto answer = Post(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, HasSubstr(R"("error":{"status":400,"message":)")) << body;
  }
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(Capture, TakesGzipAndRefusesBombs) {
  const fake::Pairs headers = {{"X-Write-Key", "wk_test"}, {"Content-Encoding", "gzip"}};
  EXPECT_EQ(Post(Gzip(kEvent), headers).status, 200);
  EXPECT_EQ(host_.intake.events().size(), 1u);
  EXPECT_EQ(Post(Gzip(std::string(64 << 20, ' ')), headers).status, 413);
  EXPECT_EQ(Post("no gzip", headers).status, 400);
  EXPECT_EQ(Post(kEvent, {{"X-Write-Key", "wk_test"}, {"Content-Encoding", "br"}}).status, 415);
}

TEST_F(Capture, LimitsTheBody) {
  Open(R"({"path":"/in","health_path":"","max_body":2048})");
  EXPECT_TRUE(host_.http.HasRoute(GRIOT_POST, "/in"));
  EXPECT_TRUE(host_.http.HasRoute(GRIOT_OPTIONS, "/in"));
  const auto post = [&](size_t size) {
    return host_.http.Call(GRIOT_POST, "/in", {{"X-Write-Key", "wk_test"}},
                           kEvent + std::string(size - sizeof kEvent + 1, ' '));
  };
  EXPECT_EQ(post(2048).status, 200);
  EXPECT_EQ(post(2049).status, 413);
}

TEST_F(Capture, ListsAtMostAThousandRefusals) {
  std::string body = "[";
  for (int i = 0; i < 3000; ++i) body += "0,";
  const auto answer = Post(body + "0]");
  EXPECT_EQ(answer.status, 400);
  EXPECT_LT(answer.body.size(), 100'000u);
  EXPECT_THAT(answer.body, HasSubstr(R"("index":999,)"));
  EXPECT_THAT(answer.body, HasSubstr(R"("rejectedCount":3001})"));
}

TEST_F(Capture, AnswersPreflightsAndReflectsTheOrigin) {
  const auto preflight = host_.http.Call(GRIOT_OPTIONS, "/v1/capture",
                                         {{"Origin", "https://shop.example"},
                                          {"Access-Control-Request-Method", "POST"},
                                          {"Access-Control-Request-Headers", "x-write-key"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.body, "");
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Methods"), "GET, POST, OPTIONS");
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Headers"),
            "Content-Type, X-Write-Key, X-Griot-Signature");
  EXPECT_EQ(preflight.Header("Access-Control-Max-Age"), "86400");
  EXPECT_EQ(preflight.Header("Vary"), "Origin");
}

TEST_F(Capture, PutsCorsHeadersOnEveryAnswer) {
  const fake::Pairs good = {{"Origin", "https://a.example"}, {"X-Write-Key", "wk_test"}};
  const fake::Pairs bad = {{"Origin", "https://a.example"}, {"X-Write-Key", "wk_no"}};
  for (const auto& answer : {Post(kEvent, good), Post("{", good), Post("[0]", good),
                             Post(kEvent, bad), host_.http.Call(GRIOT_GET, "/v1/health", good)}) {
    EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://a.example") << answer.status;
    EXPECT_EQ(answer.Header("Vary"), "Origin");
    // sendBeacon asks for credentials, always.
    EXPECT_EQ(answer.Header("Access-Control-Allow-Credentials"), "true");
  }
  EXPECT_EQ(Post(kEvent).Header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(Post(kEvent).Header("Access-Control-Allow-Credentials"), "");
}

TEST_F(Capture, TellsItsHealth) {
  const auto answer = host_.http.Call(GRIOT_GET, "/v1/health");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"({"status":"ok","version":"1.0.0","timestamp":")"));
}

TEST(CaptureOptions, RefusesWhatCannotBe) {
  fake::Host host;
  EXPECT_THROW(WebSdk(host.Config("p/web", R"({"path":"capture"})")), OptionError);
  EXPECT_THROW(WebSdk(host.Config("p/web", R"({"path":"/a","health_path":"/a"})")), OptionError);
  json::Document schema;
  ASSERT_TRUE(schema.Parse(kOptionsSchema).ok());
  for (const auto [name, option] : schema.root().Find("properties").members()) {
    EXPECT_TRUE(option.Find("description").is_string()) << name.raw();
  }
}

}  // namespace
}  // namespace griot::web_sdk
