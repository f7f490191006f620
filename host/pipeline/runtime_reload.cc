// The running whole goes over to another definition.
#include <thread>

#include "host/pipeline/reload.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// How long an answer waits for what was taken away to end. It ends later, too.
constexpr auto kPatience = std::chrono::seconds(10);

}  // namespace

ReloadReport Runtime::Apply(const config::Definition& next,
                            std::shared_ptr<const Catalogue> catalogue) {
  if (std::string stage; swaps_.UnderWay(&stage))
    return ReloadReport::Refuse(stage, "its swap is not over yet; griot swap --status");
  if (retiring_ != nullptr)
    return ReloadReport::Refuse("the last reload is still ending", retiring_->Names());
  ReloadReport report;
  std::string stuck;
  {
    Reload reload(*this, next, catalogue);
    report = reload.Run({});
    stuck = reload.stuck();
  }
  if (!stuck.empty()) report = Reload(*this, next, catalogue).Run({stuck});
  if (report.ok()) swaps_.Follow(definition_);
  if (retiring_ != nullptr) report.finishing = retiring_->Names();
  return report;
}

void Runtime::CountReload(bool done) {
  host_.metrics
      .Get(GRIOT_COUNTER, "reloads_total", "Reloads", {{"result", done ? "done" : "refused"}})
      ->Record(1);
}

void Runtime::UseCatalogue(std::shared_ptr<const Catalogue> catalogue) {
  // Who has begun to read the one before goes on with it; its images are those of stages alone.
  catalogue_->Release();
  last_catalogue_ = std::move(own_catalogue_);
  own_catalogue_ = std::move(catalogue);
  catalogue_ = own_catalogue_.get();
  host_.catalogue = catalogue_;
}

void Runtime::Retire(std::unique_ptr<Retirement> out) {
  retiring_ = std::move(out);
  retiring_->Begin(kPatience);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!retiring_->Done() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (retiring_->Done()) {
    retiring_.reset();
  } else {
    LogWarn("reload: still under way in what was taken away: " + retiring_->Names());
  }
}

void Runtime::Tend() {
  forgetting_.Tend(host_.settings, pipelines_, services_);
  swaps_.Tend();
  if (retiring_ == nullptr || !retiring_->Done()) return;
  LogInfo("reload: what was taken away has ended: " + retiring_->Names());
  retiring_.reset();
}

}  // namespace griot::host
