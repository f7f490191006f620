#include <benchmark/benchmark.h>

#include "bench/enrichers/batch.h"
#include "plugins/identity_resolver/resolver.h"

namespace griot::identity {
namespace {

std::vector<fake::Heard> Events() {
  std::vector<fake::Heard> events = bench::MixedEvents(1000, 50, 1000);
  for (size_t i = 0; i < events.size(); ++i) {
    events[i].id = UuidV5(kEventNamespace, std::to_string(i));
  }
  return events;
}

// Events of users that are stored, as nearly all are: no fact.
void Known(benchmark::State& state) {
  fake::Host host;
  bench::CheapBatch::Use();
  IdentityResolver resolver(host.Config("process/identity"));
  bench::CheapBatch batch(Events());
  const std::vector<griot_outcome> outcomes(batch.size(), griot_outcome{GRIOT_STORED, 0, {}, {}});
  for (auto _ : state) {
    resolver.Process(batch.view());
    resolver.Settled({&batch.batch(), outcomes.data(), nullptr});
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
BENCHMARK(Known);

// Each event shows somebody new: a fact for each.
void New(benchmark::State& state) {
  fake::Host host;
  bench::CheapBatch::Use();
  IdentityResolver resolver(host.Config("process/identity"));
  bench::CheapBatch batch(Events());
  const std::vector<griot_outcome> outcomes(batch.size(),
                                            griot_outcome{GRIOT_DUPLICATE, 0, {}, {}});
  for (auto _ : state) {
    resolver.Process(batch.view());
    resolver.Settled({&batch.batch(), outcomes.data(), nullptr});
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.size()));
}
BENCHMARK(New);

}  // namespace
}  // namespace griot::identity
