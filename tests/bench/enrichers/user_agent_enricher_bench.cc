#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/user_agent_enricher/enricher.h"

namespace griot::user_agents {
namespace {

// Half of the events are messages without an agent.
void Run(benchmark::State& state, size_t agents, const char* options) {
  fake::Host host;
  bench::CheapBatch::Use();
  UserAgentEnricher enricher(host.Config("process/agents", options));
  if (!enricher.Start().ok()) state.SkipWithError("start");
  bench::CheapBatch batch(bench::MixedEvents(1000, agents, 1000));
  enricher.Process(batch.view());
  for (auto _ : state) enricher.Process(batch.view());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
void Cached(benchmark::State& state) { Run(state, 50, "{}"); }
void Uncached(benchmark::State& state) { Run(state, 500, R"({"cache":1})"); }
BENCHMARK(Cached);
BENCHMARK(Uncached);

void ReadsRegexes(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(AgentParser::BuiltIn());
}
BENCHMARK(ReadsRegexes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace griot::user_agents
