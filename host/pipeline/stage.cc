#include "host/pipeline/stage.h"

#include "host/pipeline/http_bridge.h"

namespace griot::host {

Stage::Stage(Host& host, std::shared_ptr<const Library> library, uint32_t kind,
             const StageSpec& spec, uint32_t lane, uint32_t lanes, Lane* at)
    : library_(std::move(library)), kind_(kind), spec_(spec), lane_(lane), lanes_(lanes) {
  ctx_.host = &host;
  ctx_.stage = spec.name;
  ctx_.required = spec.required;
  ctx_.is_service = kind == GRIOT_KIND_SERVICE;
  ctx_.plugin = &library_->plugin();
  ctx_.lane = at;
}

Stage::~Stage() {
  Stop();
  if (instance_ == nullptr) return;
  const CallGuard::Running running(calls(), Entry::kDestroy);
  life().destroy(instance_);
}

const griot_lifecycle& Stage::life() const {
  switch (kind_) {
    case GRIOT_KIND_SOURCE:
      return plugin().source->life;
    case GRIOT_KIND_TRANSFORM:
      return plugin().transform->life;
    case GRIOT_KIND_SINK:
      return plugin().sink->life;
    default:
      return plugin().service->life;
  }
}

Status Stage::Create() {
  const Host& host = *ctx_.host;
  const griot_stage_config config{sizeof(griot_stage_config),
                                  lane_,
                                  lanes_,
                                  host.http_workers,
                                  Str(spec_.name),
                                  Str(spec_.pipeline),
                                  Str(spec_.id),
                                  Str(spec_.options),
                                  Str(host.data_dir),
                                  Str(host.instance_id)};
  const CallGuard::Running running(calls(), Entry::kCreate);
  Status status = detail::Ask(
      [&](griot_error* error) { return life().create(&ctx_, &config, &instance_, error); });
  if (!status.ok()) instance_ = nullptr;
  if (status.ok()) state_ = State::kCreated;
  return status;
}

Status Stage::Start() {
  Status status = detail::Ask([&](griot_error* error) {
    const CallGuard::Running running(calls(), Entry::kStart);
    return life().start(instance_, error);
  });
  // A failed start is followed by stop, so it counts as started here.
  state_ = State::kStarted;
  if (status.ok()) status = OpenRoutes(&ctx_);
  if (!status.ok()) status.text = spec_.name + ": " + status.text;
  return status;
}

void Stage::Drain() {
  if (state_ != State::kStarted) return;
  const CallGuard::Running running(calls(), Entry::kDrain);
  life().drain(instance_);
}

void Stage::Stop() {
  GiveUpWaiting();
  if (state_ != State::kStarted) return;
  RemoveRoutes(&ctx_);
  {
    const CallGuard::Running running(calls(), Entry::kStop);
    life().stop(instance_);
  }
  DropReplies(&ctx_);
  ctx_.host->health.Forget(spec_.name);
  state_ = State::kStopped;
}

}  // namespace griot::host
