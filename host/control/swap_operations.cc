#include "host/control/swap_operations.h"

#include <functional>
#include <thread>

#include "host/control/refuse.h"

namespace griot::host {
namespace {

// Between two looks at a swap whose lanes are busy.
constexpr std::chrono::milliseconds kPause{5};

constexpr std::string_view kReloads =
    "a reload is under way, and no stage is swapped meanwhile; ask again when it has ended";

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

// From what is asked for to the new version on probation. Copying and trying take their time, and
// the control thread has other things to do meanwhile.
std::string Carry(const Operations& on, SwapPlan plan,
                  const std::function<Status(Swaps&, SwapPlan*)>& admit) {
  Swaps& swaps = on.runtime.swaps();
  SwapReport report;
  std::chrono::milliseconds patience{0};
  Status status = Status::Ok();
  const bool asked = on.errands.Do([&] {
    patience = swaps.patience();
    status = admit(swaps, &plan);
    if (!status.ok()) report = swaps.Refuse(plan, "admit", status);
  });
  if (!asked) return Refuse("griot ends");
  if (!status.ok()) return report.Json();
  status = Swaps::Try(on.preflight, patience, &plan);
  bool done = on.errands.Do(
      [&] { report = status.ok() ? swaps.Begin(plan) : swaps.Refuse(plan, "try", status); });
  // Lanes come to a batch edge in their own time.
  while (done && report.state == SwapReport::State::kGate) {
    std::this_thread::sleep_for(kPause);
    done = on.errands.Do([&] { report = swaps.ReportOf(report.number); });
  }
  return done ? report.Json() : Refuse("griot ends");
}

}  // namespace

std::string Swap(const Operations& on, json::Value asked) {
  SwapPlan plan;
  plan.stage = Text(asked.Find("stage"));
  plan.file = Text(asked.Find("file"));
  plan.shadow = asked.Find("shadow").uint64().value_or(0);
  if (plan.stage.empty() || plan.file.empty() || plan.file[0] != '/')
    return Refuse("a swap needs a stage, and the whole path of a file");
  if (on.reloader.under_way()) return Refuse(kReloads);
  const std::string stage = plan.stage;
  return Carry(on, std::move(plan),
               [&](Swaps& swaps, SwapPlan* to) { return swaps.Admit(stage, to); });
}

std::string SwapBack(const Operations& on, json::Value asked) {
  SwapPlan plan;
  plan.stage = Text(asked.Find("stage"));
  const std::string stage = plan.stage;
  if (on.reloader.under_way()) return Refuse(kReloads);
  bool ended = false;
  if (!on.errands.Do(
          [&] { ended = on.runtime.swaps().EndProbation(stage, "an operator asked for it"); }))
    return Refuse("griot ends");
  if (ended) return SwapStatus(on);
  return Carry(on, std::move(plan),
               [&](Swaps& swaps, SwapPlan* to) { return swaps.AdmitBack(stage, to); });
}

std::string SwapStatus(const Operations& on) { return on.runtime.swaps().StatusJson(); }

}  // namespace griot::host
