#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/campaign_enricher/enricher.h"

namespace griot::campaigns {
namespace {

void Mixed(benchmark::State& state) {
  fake::Host host;
  bench::CheapBatch::Use();
  CampaignEnricher enricher(host.Config("process/campaigns"));
  bench::CheapBatch batch(bench::MixedEvents(1000, 50, 1000));
  for (auto _ : state) enricher.Process(batch.view());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
BENCHMARK(Mixed);

}  // namespace
}  // namespace griot::campaigns
