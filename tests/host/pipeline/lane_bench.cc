// What a stage costs that does nothing: ≤ 50 ns an event.
#include <benchmark/benchmark.h>

#include "griot/plugin.hpp"
#include "host/pipeline/live_batch.h"
#include "host/pipeline/transform_run.h"

namespace {

class Noop final : public griot::Transform {
 public:
  explicit Noop(const griot::StageConfig&) {}
  void Process(griot::Batch&) override {}
};

void NoopTransform(benchmark::State& state) {
  griot::host::Host host(256u << 20);
  griot_ctx ctx;
  ctx.host = &host;
  ctx.stage = "bench/source";
  griot_submission submission(host, &ctx);
  const auto count = static_cast<uint32_t>(state.range(0));
  for (uint32_t i = 0; i < count; ++i) {
    griot_event event{};
    event.struct_size = sizeof event;
    event.id.bytes[0] = 1;
    event.project = griot::Str("p");
    event.name = griot::Str("n");
    event.properties = griot::Str(R"({"a":1})");
    submission.AddEvent(event);
  }
  const griot_plugin plugin =
      griot::detail::Describe<Noop>({.id = "noop", .version = "1.0.0", .summary = ""});
  griot_instance* instance = nullptr;
  const griot_stage_config config{};
  plugin.transform->life.create(nullptr, &config, &instance, nullptr);
  griot::host::LiveBatch batch(host.memory);
  batch.Add(submission);
  for (auto _ : state) {
    batch.ResetVerdicts();
    plugin.transform->process(instance, batch.View(), nullptr);
    batch.ApplyVerdicts(griot::Str("bench/noop"));
    benchmark::DoNotOptimize(batch.size());
  }
  plugin.transform->life.destroy(instance);
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(NoopTransform)->Arg(1)->Arg(100)->Arg(5000);

}  // namespace

BENCHMARK_MAIN();
