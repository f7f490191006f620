// An answer is a promise: it comes when the events are durable, or says that they are not.
#include <thread>

#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

constexpr char kEvent[] = R"({"event":"e","userId":"u"})";

class Durability : public DoorTest {
 protected:
  fake::Exchange* Send() {
    return host_.http.Send(GRIOT_POST, "/v1/capture",
                           {{"X-Write-Key", "wk_test"}, {"Origin", "https://a.example"}}, kEvent);
  }
};

TEST_F(Durability, TheAnswerWaitsForTheEnd) {
  host_.intake.end = fake::Intake::End::kHold;
  fake::Exchange* exchange = Send();
  EXPECT_EQ(exchange->Get().status, 0);
  host_.intake.Settle(GRIOT_OK);
  EXPECT_EQ(exchange->Get().status, 200);
  EXPECT_EQ(exchange->Get().Header("Access-Control-Allow-Origin"), "https://a.example");
}

TEST_F(Durability, NotKeptIsToldWithRetryAfter) {
  host_.intake.end = fake::Intake::End::kRetry;
  const auto answer = Send()->Get();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "1");
  EXPECT_EQ(answer.Header("Access-Control-Expose-Headers"), "Retry-After");  // for pages
  EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_THAT(answer.body, HasSubstr(R"("status":503)"));
  EXPECT_EQ(host_.Count("capture_unavailable"), 1);
}

TEST_F(Durability, AFullHostIsToldToo) {
  host_.intake.full = true;
  EXPECT_EQ(Send()->Get().status, 503);
  host_.intake.full = false;
  host_.intake.refuse = true;
  EXPECT_EQ(Send()->Get().status, 503);
  EXPECT_EQ(Send()->Get().Header("Retry-After"), "1");
  EXPECT_EQ(host_.intake.open_count(), 0);
}

TEST_F(Durability, MemoryThatEndsMidwayTakesNothing) {
  const std::string body = R"([{"event":"a","userId":"u"},{"event":"\u0062","userId":"v",
      "session_id":"s"}])";
  for (uint64_t room = 0; room < 1024; room += 16) {
    host_.intake.room = room;
    const auto answer = Post(body);
    if (answer.status == 200) return;
    EXPECT_EQ(answer.status, 503) << room;
    EXPECT_TRUE(host_.intake.submissions().empty());
  }
  FAIL() << "a kilobyte must be enough";
}

TEST_F(Durability, AnswersComeFromOtherThreads) {
  host_.intake.end = fake::Intake::End::kHold;
  std::vector<fake::Exchange*> all;
  for (int i = 0; i < 50; ++i) all.push_back(Send());
  std::thread lane([this] { host_.intake.Settle(GRIOT_OK); });
  for (fake::Exchange* exchange : all) {
    EXPECT_EQ(exchange->Get(std::chrono::seconds(10)).status, 200);
  }
  lane.join();
}

TEST_F(Durability, WorkersDoNotShareState) {
  std::vector<std::thread> threads;
  for (uint32_t worker = 0; worker < 2; ++worker) {
    threads.emplace_back([this, worker] {
      for (int i = 0; i < 300; ++i) {
        fake::Exchange exchange;
        exchange.method = GRIOT_POST;
        exchange.path = "/v1/capture";
        exchange.headers = {{"X-Write-Key", "wk_test"}};
        exchange.body = R"([{"event":"e","userId":"w)" + std::to_string(worker) + R"("},{}])";
        exchange.worker = worker;
        host_.http.Run(exchange);
        EXPECT_EQ(exchange.Get().status, 200);
        if (i % 50 == 0) SetKeys(static_cast<uint64_t>(i + 2), {{"wk_test", "shop"}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(host_.intake.events().size(), 600u);
}

}  // namespace
}  // namespace griot::web_sdk
