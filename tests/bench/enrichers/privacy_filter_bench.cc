#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/privacy_filter/filter.h"

namespace griot::privacy {
namespace {

void Run(benchmark::State& state, const char* rules) {
  fake::Host host;
  bench::CheapBatch::Use();
  const std::string options = std::string(R"({"key":"0123456789abcdef","rules":[)") + rules + "]}";
  PrivacyFilter filter(host.Config("collect/privacy", options));
  bench::CheapBatch batch(bench::MixedEvents(1000, 50, 1000));
  for (auto _ : state) filter.Process(batch.view());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
void Patterns(benchmark::State& state) {
  Run(state, R"({"action":"mask","patterns":["email","phone","card"]})");
}
void HashedUser(benchmark::State& state) {
  Run(state, R"({"action":"hash","fields":["/user_id"]})");
}
void RemovedField(benchmark::State& state) {
  Run(state, R"({"action":"remove","fields":["/properties/text"]})");
}
void OtherEvents(benchmark::State& state) {
  Run(state, R"({"action":"drop","events":["diagnosis.*"]})");
}
BENCHMARK(Patterns);
BENCHMARK(HashedUser);
BENCHMARK(RemovedField);
BENCHMARK(OtherEvents);

}  // namespace
}  // namespace griot::privacy
