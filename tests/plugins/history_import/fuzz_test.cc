// Random lines: none may crash, leak a submission, or get something past the door that a store
// would refuse (the fake host looks at each event). More of it: GRIOT_FUZZ_SECONDS,
// GRIOT_SEED.
#include "plugins/history_import/client/mend.h"
#include "tests/plugins/history_import/door.h"
#include "tests/support/mutate.h"

namespace griot::history_import {
namespace {

class Fuzz : public DoorTest {};

TEST_F(Fuzz, AnyBodyIsAnsweredAndNothingBadGetsIn) {
  const std::vector<std::string> seeds = {
      R"({"messageId":"7d444840-9dc0-41d1-b245-5ffdce74fad2","event":"page_view","type":"page",)"
      R"("timestamp":"2026-03-04T10:30:00.000Z","receivedAt":"2026-03-04T10:30:01Z","name":"n",)"
      R"("anonymousId":"a","sessionId":"s","context":{"page":{"path":"/"}},"channel":"web",)"
      R"("properties":{"n":[1,2.5e3,-0],"s":"\u00e4\ud83d\ude00\n"},"traits":{"a":1}})"
      "\n"
      R"({"id":7,"name":"e","user_id":254712345678,"channel":"whatsapp","occurred_at":1700000000})",
      "\n\n{\"id\":\"x\",\"name\":\"y\"}\r\n[]"};
  test::Mutator mutator(seeds);
  test::FuzzFor([&] {
    std::string body = mutator.Next();
    fake::Exchange exchange;
    exchange.method = GRIOT_POST;
    exchange.path = "/v1/import";
    exchange.headers = {{"X-Write-Key", "ik_test"}};
    exchange.body = body;
    host_.http.Run(exchange);
    const int status = exchange.Get().status;
    const bool fine = status == 200 || status == 400;
    EXPECT_TRUE(fine) << status << " for " << body;
    json::Document answer;
    EXPECT_TRUE(answer.Parse(exchange.Get().body).ok()) << exchange.Get().body;
    EXPECT_EQ(host_.Violations(), "") << body;
    host_.intake.Clear();

    // What was JSON stays JSON, and has nothing left that a store refuses but numbers.
    json::Document before, after;
    const bool is_json = before.Parse(body).ok();
    MendEscapes(&body);
    if (!is_json) return fine && host_.Violations().empty();
    EXPECT_TRUE(after.Parse(body).ok()) << body;
    const uint16_t left = after.root().flags() & (json::kHasNul | json::kLoneSurrogate);
    EXPECT_EQ(left, 0) << body;
    return fine && !HasFailure();
  });
}

}  // namespace
}  // namespace griot::history_import
