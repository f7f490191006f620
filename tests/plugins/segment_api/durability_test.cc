// An answer is a promise: it comes when the events are durable, or says that they are not.
#include <thread>

#include "tests/plugins/segment_api/door.h"

namespace griot::segment_api {
namespace {

constexpr char kTrack[] = R"({"event":"e","userId":"u"})";

class SegmentDurability : public SegmentTest {
 protected:
  fake::Exchange* Send() {
    return host_.http.Send(GRIOT_POST, "/v1/track",
                           {{"Authorization", kBasic}, {"Origin", "https://a.example"}}, kTrack);
  }
};

TEST_F(SegmentDurability, TheAnswerWaitsForTheEnd) {
  host_.intake.end = fake::Intake::End::kHold;
  fake::Exchange* exchange = Send();
  EXPECT_EQ(exchange->Get().status, 0);
  host_.intake.Settle(GRIOT_OK);
  EXPECT_EQ(exchange->Get().status, 200);
  EXPECT_EQ(exchange->Get().body, R"({"success":true})");
}

TEST_F(SegmentDurability, NotKeptIsToldWithRetryAfter) {
  host_.intake.end = fake::Intake::End::kRetry;
  const auto answer = Send()->Get();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "1");
  EXPECT_EQ(answer.Header("Access-Control-Expose-Headers"), "Retry-After");  // for pages
  EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(host_.Count("segment_unavailable"), 1);
}

TEST_F(SegmentDurability, AFullHostIsToldToo) {
  host_.intake.full = true;
  EXPECT_EQ(Send()->Get().status, 503);
  host_.intake.full = false;
  host_.intake.refuse = true;
  EXPECT_EQ(Send()->Get().status, 503);
  EXPECT_EQ(Send()->Get().Header("Retry-After"), "1");
  EXPECT_EQ(host_.intake.open_count(), 0);
}

TEST_F(SegmentDurability, MemoryThatEndsMidwayTakesNothing) {
  const std::string body = R"({"batch":[{"type":"track","event":"\u0061","userId":"u"},
      {"type":"page","name":"n","userId":"v","context":{"page":{"url":"https://x.example/p"}}}]})";
  for (uint64_t room = 0; room < 2048; room += 16) {
    host_.intake.room = room;
    const auto answer = Post("batch", body);
    if (answer.status == 200) return;
    EXPECT_EQ(answer.status, 503) << room;
    EXPECT_TRUE(host_.intake.submissions().empty());
  }
  FAIL() << "two kilobytes must be enough";
}

TEST_F(SegmentDurability, WorkersDoNotShareState) {
  std::vector<std::thread> threads;
  for (uint32_t worker = 0; worker < 2; ++worker) {
    threads.emplace_back([this, worker] {
      for (int i = 0; i < 300; ++i) {
        fake::Exchange exchange;
        exchange.method = GRIOT_POST;
        exchange.path = "/v1/b";
        exchange.headers = {{"Authorization", kBasic}, {"User-Agent", "Mozilla/5.0"}};
        exchange.body =
            R"({"batch":[{"type":"page","userId":"w)" + std::to_string(worker) + R"("},{}]})";
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
}  // namespace griot::segment_api
