#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/conversations/conversations.h"

namespace griot::conversations {
namespace {

void Run(benchmark::State& state, std::vector<fake::Heard> events) {
  fake::Host host;
  bench::CheapBatch::Use();
  Conversations stage(host.Config("process/conversations"));
  bench::CheapBatch batch(std::move(events));
  for ([[maybe_unused]] auto _ : state) stage.Process(batch.view());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}

void Mixed(benchmark::State& state) { Run(state, bench::MixedEvents(1000, 100, 500)); }
BENCHMARK(Mixed);

// Events that tell nothing of messages: known by their names.
void Web(benchmark::State& state) {
  std::vector<fake::Heard> events = bench::MixedEvents(1000, 100, 500);
  for (fake::Heard& event : events) event.name = "page_view";
  Run(state, std::move(events));
}
BENCHMARK(Web);

void Messages(benchmark::State& state) {
  std::vector<fake::Heard> events = bench::MixedEvents(1000, 100, 500);
  std::erase_if(events, [](const fake::Heard& event) { return event.name == "page_view"; });
  Run(state, std::move(events));
}
BENCHMARK(Messages);

}  // namespace
}  // namespace griot::conversations
