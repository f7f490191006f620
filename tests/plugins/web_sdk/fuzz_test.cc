// Random bodies: none may crash, leak a submission, or get something past the door that a store
// would refuse (the fake host looks at each event). More of it: GRIOT_FUZZ_SECONDS,
// GRIOT_SEED.
#include "tests/plugins/web_sdk/door.h"
#include "tests/support/mutate.h"

namespace griot::web_sdk {
namespace {

class Fuzz : public DoorTest {};

TEST_F(Fuzz, AnyBodyIsAnsweredAndNothingBadGetsIn) {
  const std::vector<std::string> seeds = {
      R"({"batch":[{"event_id":"7d444840-9dc0-41d1-b245-5ffdce74fad2","event_name":"page_view",)"
      R"("event_type":"page","timestamp":"2026-03-04T10:30:00.000Z","anonymous_id":"a",)"
      R"("session_id":"s","context":{"library":{"name":"x","version":"1"},"channel":"web"},)"
      R"("properties":{"n":[1,2.5e3,-0],"s":"\u00e4\ud83d\ude00\n"},"journey_end":true}],)"
      R"("sent_at":"2026-03-04T10:30:01Z","write_key":"wk_test"})",
      R"([{"type":"identify","userId":254712345678,"traits":{"email":"a@b.c"},"messageId":7},)"
      R"({"type":"page","name":"Home","anonymousId":"x","originalTimestamp":"2025-01-01"}])",
      R"({"event":"e","userId":"u","context":null,"groupId":"g","previousId":"p"})"};
  test::Mutator mutator(seeds);
  test::FuzzFor([&] {
    const std::string body = mutator.Next();
    fake::Exchange exchange;
    exchange.method = GRIOT_POST;
    exchange.path = "/v1/capture";
    exchange.headers = {{"X-Write-Key", "wk_test"}};
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

}  // namespace
}  // namespace griot::web_sdk
