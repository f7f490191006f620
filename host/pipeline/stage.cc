#include "host/pipeline/stage.h"

#include "host/pipeline/probation.h"
#include "host/pipeline/shadow.h"

namespace griot::host {
namespace {

StageSpec At(StageSpec spec, uint32_t kind, uint32_t lane, uint32_t lanes) {
  spec.kind = kind;
  spec.lane = lane;
  spec.lanes = lanes;
  return spec;
}

}  // namespace

Stage::Stage(Host& host, std::shared_ptr<const Library> library, uint32_t kind, StageSpec spec,
             uint32_t lane, uint32_t lanes, Lane* at)
    : host_(host),
      spec_(At(std::move(spec), kind, lane, lanes)),
      lane_(at),
      current_(std::make_shared<Generation>(host, std::move(library), spec_, at)) {}

Stage::~Stage() {
  Stop();
  current_->Destroy();
}

void Stage::GiveUpWaiting() { Current()->GiveUpWaiting(); }

void Stage::Stop() {
  probation_.reset();
  shadow_.reset();
  current_->Stop();
}

std::shared_ptr<Generation> Stage::Current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

std::shared_ptr<Generation> Stage::Make(std::shared_ptr<const Library> library,
                                        std::string options) {
  StageSpec spec = spec_;
  spec.options = std::move(options);
  return std::make_shared<Generation>(host_, std::move(library), std::move(spec), lane_);
}

std::shared_ptr<Generation> Stage::Replace(std::shared_ptr<Generation> next) {
  std::lock_guard lock(mutex_);
  std::swap(current_, next);
  return next;
}

}  // namespace griot::host
