#include "host/pipeline/retirement.h"

#include <algorithm>

namespace griot::host {
namespace {

template <class List, class Of>
bool Settled(const List& list, Of of) {
  return std::all_of(list.begin(), list.end(),
                     [&](const auto& item) { return of(item).in_flight() == 0; });
}

}  // namespace

void Retirement::Begin(std::chrono::milliseconds patience) {
  deadline_ = std::chrono::steady_clock::now() + patience;
  for (const auto& route : routes) route->Retire();
  routes.clear();
  for (const auto& service : services) service->Drain();
  for (const PushSource& push : pushes) {
    push.stage->Drain();
    push.port->Close();
  }
  for (const auto& pull : pulls) pull->Drain();
  for (const auto& pipeline : pipelines) pipeline->Drain();
}

bool Retirement::Done() const {
  // Lanes that go on hold these: no deadline takes them away.
  if (!Settled(pushes, [](const PushSource& push) -> SourcePort& { return *push.port; }) ||
      !Settled(pulls, [](const auto& pull) -> SourcePort& { return *pull; }))
    return false;
  const bool drained = std::all_of(pipelines.begin(), pipelines.end(),
                                   [](const auto& pipeline) { return pipeline->Drained(); });
  return drained || std::chrono::steady_clock::now() >= deadline_;
}

void Retirement::End() {
  for (const auto& pipeline : pipelines) pipeline->Stop();
  for (const auto& service : services) service->Stop();
  for (const PushSource& push : pushes) push.stage->Stop();
  for (const auto& pull : pulls) {
    pull->Stop();
    pull->stage().Stop();
  }
  for (const auto& stage : stages) stage->Stop();
  pipelines.clear();
  services.clear();
  pushes.clear();
  pulls.clear();
  stages.clear();
  for (SourceThread* pull : then_polls) pull->Start();
  for (Pipeline* pipeline : then_goes) pipeline->Go();
  then_polls.clear();
  then_goes.clear();
}

std::string Retirement::Names() const {
  std::string names;
  const auto add = [&](const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
  for (const PushSource& push : pushes) add(push.stage->name());
  for (const auto& pull : pulls) add(pull->stage().name());
  for (const auto& pipeline : pipelines) add(pipeline->name());
  return names;
}

}  // namespace griot::host
