// What Meta's webhooks cost in the mapping alone: body in, events out, on one core.
#include <benchmark/benchmark.h>

#include <string>

#include "plugins/whatsapp_crm/mapping/compile.h"
#include "plugins/whatsapp_crm/mapping/evaluator.h"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm::mapping {
namespace {

class Counter final : public Sink {
 public:
  void Event(const Mapped& event) override {
    ++events;
    benchmark::DoNotOptimize(event.properties.data());
  }
  void Dead(std::string_view, std::string_view, std::string_view) override { ++others; }
  void Unknown(std::string_view) override { ++others; }
  int64_t events = 0, others = 0;
};

std::string Envelope(const std::string& members) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[)"
         R"({"field":"messages","value":{"messaging_product":"whatsapp","metadata":)"
         R"({"display_phone_number":"15550783881","phone_number_id":"106540352242922"},)" +
         members + "}}]}]}";
}

std::string Message(int64_t n) {
  return R"({"from":"2547123)" + std::to_string(10000 + n) +
         R"(","id":"wamid.HBgMMjU0NzEyMzQ1Njc4FQIAEhgUM0E)" + std::to_string(100000 + n) +
         R"(==","timestamp":"1749416383","type":"text","text":{"body":"Is the shop open today?"}})";
}

std::string Image(int64_t n) {
  return R"({"from":"2547123)" + std::to_string(10000 + n) +
         R"(","id":"wamid.HBgMMjU0NzEyMzQ1Njc4FQIAEhgUM0E)" + std::to_string(100000 + n) +
         R"(==","timestamp":"1749416383","type":"image","image":{"id":"1003383421387256",)"
         R"("mime_type":"image/jpeg","sha256":"SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",)"
         R"("caption":"Is this one left?"}})";
}

std::string Receipt(int64_t n) {
  return R"({"id":"wamid.HBgMMjU0NzEyMzQ1Njc4FQIAERgS)" + std::to_string(100000 + n) +
         R"(==","status":"delivered","timestamp":"1749416383","recipient_id":"2547123)" +
         std::to_string(10000 + n) +
         R"(","conversation":{"id":"c1","origin":{"type":"utility"}},"pricing":)"
         R"({"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}})";
}

void Run(benchmark::State& state, std::string (*element)(int64_t), const std::string& list) {
  std::vector<std::string> problems;
  const auto program = Compile("meta", PresetText("meta"), &problems);
  Evaluator evaluator(*program);
  std::string elements;
  for (int64_t i = 0; i < state.range(0); ++i) elements += (i > 0 ? "," : "") + element(i);
  // One message comes with its contact, and a batch with none of use.
  const std::string contact =
      state.range(0) == 1 ? R"("contacts":[{"profile":{"name":"Amina"},"wa_id":"254712310000"}],)"
                          : "";
  const std::string body = Envelope(contact + "\"" + list + "\":[" + elements + "]");
  Counter counter;
  for (auto _ : state) evaluator.Map(body, nullptr, 1'750'000'000 * kSecond, counter);
  if (counter.events != state.iterations() * state.range(0) || counter.others != 0) {
    state.SkipWithError("not all of them are events");
  }
  state.SetItemsProcessed(counter.events);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}

void BM_Messages(benchmark::State& state) { Run(state, &Message, "messages"); }
void BM_Images(benchmark::State& state) { Run(state, &Image, "messages"); }
void BM_Receipts(benchmark::State& state) { Run(state, &Receipt, "statuses"); }
BENCHMARK(BM_Messages)->Arg(1)->Arg(100)->Arg(1000);
BENCHMARK(BM_Images)->Arg(1)->Arg(1000);
BENCHMARK(BM_Receipts)->Arg(1)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace griot::whatsapp_crm::mapping

BENCHMARK_MAIN();
