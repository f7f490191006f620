// Random webhooks, rightly signed: each is answered 200, and becomes events that a store takes,
// dead letters or counts. More of it: GRIOT_FUZZ_SECONDS, GRIOT_SEED.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/plugins/whatsapp_crm/hook.h"
#include "tests/support/mutate.h"

namespace griot::whatsapp_crm {
namespace {

class Fuzz : public HookTest {};

TEST_F(Fuzz, AnyWebhookIsTakenAndNothingBadGetsIn) {
  Open(R"({"project":"shop","insecure_unsigned":true})");
  std::vector<std::string> seeds;
  for (const auto& file : std::filesystem::directory_iterator(GRIOT_FIXTURES "/meta")) {
    std::ifstream in(file.path());
    std::stringstream buffer;
    buffer << in.rdbuf();
    seeds.emplace_back(json::Get(buffer.str(), "body").value_or("{}"));
  }
  test::Mutator mutator(seeds);
  test::FuzzFor([&] {
    fake::Exchange exchange;
    exchange.method = GRIOT_POST;
    exchange.path = "/webhooks/whatsapp";
    exchange.body = mutator.Next();
    host_.http.Run(exchange);
    EXPECT_EQ(exchange.Get().status, 200) << exchange.body;
    EXPECT_EQ(host_.Violations(), "") << exchange.body;
    host_.intake.Clear();
    return exchange.Get().status == 200 && host_.Violations().empty();
  });
}

}  // namespace
}  // namespace griot::whatsapp_crm
