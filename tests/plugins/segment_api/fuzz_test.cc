// Random bodies: none may crash, leak a submission, or get something past the door that a store
// would refuse (the fake host looks at each event). More of it: GRIOT_FUZZ_SECONDS,
// GRIOT_SEED.
#include "plugins/segment_api/credentials.h"
#include "tests/plugins/segment_api/door.h"
#include "tests/support/mutate.h"

namespace griot::segment_api {
namespace {

class SegmentFuzz : public SegmentTest {};

TEST_F(SegmentFuzz, AnyBodyIsAnsweredAndNothingBadGetsIn) {
  const std::vector<std::string> seeds = {
      R"({"batch":[{"type":"track","event":"e","userId":"u","messageId":"m","properties":)"
      R"({"n":[1,2.5e3,-0],"s":"\u00e4\ud83d\ude00\n"},"timestamp":"2026-03-04T10:30:00.000Z"},)"
      R"({"type":"identify","userId":7,"traits":{"email":"a@b.c"}}],"sentAt":1746515289123})",
      R"({"type":"page","name":"Home","anonymousId":"x","originalTimestamp":"2025-01-01",)"
      R"("context":{"page":{"url":"https://x.example/a\u002f","path":"/a"},"channel":"web"},)"
      R"("groupId":"g","previousId":"p","event":"e","writeKey":"wk_test"})"};
  test::Mutator mutator(seeds);
  size_t round = 0;
  test::FuzzFor([&] {
    const std::string body = mutator.Next();
    fake::Exchange exchange;
    exchange.method = GRIOT_POST;
    exchange.path = "/v1/" + std::string(kCalls[round++ % kCalls.size()].letter);
    if (round % 3 != 0) exchange.headers = {{"Authorization", kBasic}};
    exchange.body = body;
    host_.http.Run(exchange);
    const int status = exchange.Get().status;
    const bool fine = status == 200 || status == 400 || status == 401;
    EXPECT_TRUE(fine) << status << " for " << body;
    json::Document answer;
    EXPECT_TRUE(answer.Parse(exchange.Get().body).ok()) << exchange.Get().body;
    EXPECT_EQ(host_.Violations(), "") << body;
    host_.intake.Clear();
    return fine && host_.Violations().empty();
  });
}

TEST(SegmentFuzzCredentials, AnyHeaderIsRead) {
  test::Mutator mutator({"Basic d2tfdGVzdDo=", "bAsIc  d2s6cGFzc3dvcmQ= "});
  test::FuzzFor([&] {
    const auto user = BasicUser(mutator.Next());
    return !user || user->find(':') == std::string::npos;
  });
}

}  // namespace
}  // namespace griot::segment_api
