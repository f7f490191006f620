#include "host/pipeline/generation.h"

#include "host/pipeline/http_bridge.h"

namespace griot::host {

Generation::Generation(Host& host, std::shared_ptr<const Library> library, StageSpec spec, Lane* at)
    : library_(std::move(library)), spec_(std::move(spec)) {
  ctx_.host = &host;
  ctx_.stage = spec_.name;
  ctx_.required = spec_.required;
  ctx_.is_service = spec_.kind == GRIOT_KIND_SERVICE;
  ctx_.shown = spec_.shown;
  ctx_.variables = spec_.variables;
  ctx_.plugin = &library_->plugin();
  ctx_.lane = at;
}

const griot_lifecycle& Generation::life() const {
  switch (spec_.kind) {
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

Status Generation::Create() {
  const Host& host = *ctx_.host;
  const griot_stage_config config{sizeof(griot_stage_config),
                                  spec_.lane,
                                  spec_.lanes,
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

Status Generation::Start() {
  Status status = detail::Ask([&](griot_error* error) {
    const CallGuard::Running running(calls(), Entry::kStart);
    return life().start(instance_, error);
  });
  // A failed start is followed by stop, so it counts as started here.
  state_ = State::kStarted;
  if (!status.ok()) status.text = spec_.name + ": " + status.text;
  return status;
}

void Generation::Drain() {
  if (state_ != State::kStarted) return;
  const CallGuard::Running running(calls(), Entry::kDrain);
  life().drain(instance_);
}

void Generation::Stop() {
  GiveUpWaiting();
  if (state_ != State::kStarted || abandoned_) return;
  RemoveRoutes(&ctx_);
  {
    const CallGuard::Running running(calls(), Entry::kStop);
    life().stop(instance_);
  }
  DropReplies(&ctx_);
  if (ctx_.voice.speaks()) ctx_.host->health.Forget(spec_.name);
  state_ = State::kStopped;
}

void Generation::Destroy() {
  Stop();
  if (instance_ == nullptr || abandoned_) return;
  const CallGuard::Running running(calls(), Entry::kDestroy);
  life().destroy(instance_);
  instance_ = nullptr;
}

}  // namespace griot::host
