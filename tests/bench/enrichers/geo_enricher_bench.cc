#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/geo_enricher/enricher.h"

namespace griot::geo {
namespace {

// Half of the events have a phone, half an address, of so many people.
void Mixed(benchmark::State& state) {
  fake::Host host;
  bench::CheapBatch::Use();
  GeoEnricher enricher(host.Config("collect/geo"));
  const auto people = static_cast<size_t>(state.range(0));
  bench::CheapBatch batch(bench::MixedEvents(people * 2, 50, people));
  for (auto _ : state) enricher.Process(batch.view());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
BENCHMARK(Mixed)->Arg(1000)->Arg(50000);

}  // namespace
}  // namespace griot::geo
