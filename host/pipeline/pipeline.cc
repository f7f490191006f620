#include "host/pipeline/pipeline.h"

#include <algorithm>
#include <future>
#include <thread>

#include "griot/time.hpp"
#include "host/pipeline/http_bridge.h"
#include "host/pipeline/stage_maker.h"

namespace griot::host {

// A queue has as many readers as there are cores to keep a store busy; how many of them take part
// is the queue's to say. Doors need one: it groups what all threads of the front bring into one
// commit.
unsigned LaneCount(const config::PipelineDef& def, const Catalogue& catalogue) {
  if (def.lanes != 0) return def.lanes;
  const bool pulls = std::any_of(def.sources.begin(), def.sources.end(), [&](const auto& source) {
    const auto library = catalogue.Find(source.plugin);
    return library != nullptr && Pulls(*library);
  });
  return pulls ? std::clamp(std::thread::hardware_concurrency(), 1u, 4u) : 1;
}

// The door for what a person sends in again: dead letters, mostly.
class Pipeline::Injector final : public SourcePort {
 public:
  Injector(Host& host, const std::string& pipeline, Lane& lane) : SourcePort(1), lane_(lane) {
    ctx_.host = &host;
    ctx_.stage = pipeline + "/replay";
    ctx_.port = this;
  }
  bool Submit(griot_submission* submission) override {
    in_flight_.fetch_add(1);
    if (lane_.Enqueue(submission, this)) return true;
    in_flight_.fetch_sub(1);
    return false;
  }
  void Settled(griot_submission* submission, griot_result result, std::string_view error) override {
    const std::unique_ptr<std::promise<Status>> done(
        reinterpret_cast<std::promise<Status>*>(submission->token));
    delete submission;
    in_flight_.fetch_sub(1);
    done->set_value({result, std::string(error)});
  }
  bool holds() const override { return false; }
  Stage* source() const override { return nullptr; }
  griot_ctx* ctx() { return &ctx_; }

 private:
  Lane& lane_;
  griot_ctx ctx_;
};

Pipeline::Pipeline(Host& host, const config::PipelineDef& definition, const Catalogue& catalogue)
    : host_(host), name_(definition.name), definition_(definition), catalogue_(catalogue) {}

Pipeline::~Pipeline() { Stop(); }

Status Pipeline::Create(bool hold) {
  const unsigned count = LaneCount(definition_, catalogue_);
  const StageMaker maker{host_, catalogue_, name_, count, hold};
  for (unsigned i = 0; i < count; ++i) {
    lanes_.push_back(std::make_unique<Lane>(host_, name_, i));
    Lane& lane = *lanes_.back();
    std::unique_ptr<Stage> stage;
    for (const config::StageDef& def : definition_.transforms) {
      Status s = maker.Make(def, GRIOT_KIND_TRANSFORM, i, &lane, &stage);
      if (!s.ok()) return s;
      lane.AddTransform(std::move(stage));
    }
    for (const config::StageDef& def : definition_.sinks) {
      Status s = maker.Make(def, GRIOT_KIND_SINK, i, &lane, &stage);
      if (!s.ok()) return s;
      lane.AddSink(std::move(stage));
    }
  }
  injector_ = std::make_unique<Injector>(host_, name_, *lanes_.front());
  for (const config::StageDef& def : definition_.sources)
    if (Status s = maker.MakeSource(def, lanes_, &pushes_, &pulls_); !s.ok()) return s;
  return Status::Ok();
}

void Pipeline::OpenDoors() {
  for (const PushSource& push : pushes_) push.port->Open();
}

void Pipeline::Go() {
  for (const auto& lane : lanes_) lane->Start();
  for (const auto& pull : pulls_) pull->Start();
}

Status Pipeline::Start() {
  for (const auto& lane : lanes_)
    for (const auto* list : {&lane->sinks(), &lane->transforms()})
      for (const auto& stage : *list)
        if (Status s = stage->Start(); !s.ok()) return s;
  for (const auto& pull : pulls_)
    if (Status s = pull->stage().Start(); !s.ok()) return s;
  for (const PushSource& push : pushes_)
    if (Status s = push.stage->Start(); !s.ok()) return s;
  Go();
  OpenDoors();
  for (const PushSource& push : pushes_)
    if (Status s = OpenRoutes(push.stage->ctx()); !s.ok())
      return Status::Invalid(push.stage->name() + ": " + s.text);
  return Status::Ok();
}

void Pipeline::Forget(const std::shared_ptr<const ForgetRequest>& request) {
  for (const auto& lane : lanes_) lane->Forget(request);
  for (const auto& pull : pulls_) pull->Forget(request);
  for (const PushSource& push : pushes_) host::Forget(*push.stage, *request);
}

void Pipeline::Drain() {
  for (const PushSource& push : pushes_) {
    push.stage->Drain();
    push.port->Close();
  }
  for (const auto& pull : pulls_) pull->Drain();
  if (injector_ != nullptr) injector_->Close();
}

bool Pipeline::Drained() const {
  for (const PushSource& push : pushes_)
    if (push.port->in_flight() > 0) return false;
  for (const auto& pull : pulls_)
    if (pull->in_flight() > 0) return false;
  return injector_ == nullptr || injector_->in_flight() == 0;
}

void Pipeline::Stop() {
  for (const PushSource& push : pushes_) push.port->Close();
  for (const auto& pull : pulls_) pull->Close();
  // The lanes first: what they still hold is given back while its source can hear of it.
  for (const auto& lane : lanes_)
    for (const auto* list : {&lane->transforms(), &lane->sinks()})
      for (const auto& stage : *list) stage->GiveUpWaiting();
  for (const auto& lane : lanes_) lane->Stop();
  for (const auto& pull : pulls_) {
    pull->Stop();
    pull->stage().Stop();
  }
  for (const PushSource& push : pushes_) push.stage->Stop();
  for (const auto& lane : lanes_)
    for (const auto* list : {&lane->transforms(), &lane->sinks()})
      for (const auto& stage : *list) stage->Stop();
}

Status Pipeline::Offer(const std::vector<griot_event>& events, std::future<Status>* end) {
  if (injector_->closed()) return Status::Retry("griot is shutting down");
  auto submission = std::make_unique<griot_submission>(host_, injector_->ctx());
  submission->opened_at = Now();
  for (const griot_event& event : events) {
    const griot_result added = submission->AddEvent(event);
    if (added == GRIOT_BUSY) return Status::Retry("the memory budget is spent");
    if (added != GRIOT_OK) return Status::Invalid("an event lacks its id, project or name");
  }
  // The settlement owns the promise: it may come after we have given up waiting.
  auto done = std::make_unique<std::promise<Status>>();
  *end = done->get_future();
  submission->token = reinterpret_cast<uint64_t>(done.get());
  if (!injector_->Submit(submission.get())) return Status::Retry("griot is shutting down");
  submission.release();
  done.release();
  return Status::Ok();
}

Status Pipeline::Inject(const std::vector<griot_event>& events,
                        std::chrono::milliseconds patience) {
  std::future<Status> end;
  if (Status s = Offer(events, &end); !s.ok()) return s;
  if (end.wait_for(patience) != std::future_status::ready)
    return Status::Retry("not settled in time; it may still be");
  return end.get();
}

std::vector<const SourcePort*> Pipeline::ports() const {
  std::vector<const SourcePort*> all;
  for (const PushSource& push : pushes_) all.push_back(push.port.get());
  for (const auto& pull : pulls_) all.push_back(pull.get());
  return all;
}

std::vector<Stage*> Pipeline::stages() const {
  std::vector<Stage*> all;
  for (const PushSource& push : pushes_) all.push_back(push.stage.get());
  for (const auto& pull : pulls_) all.push_back(&pull->stage());
  for (const auto& lane : lanes_)
    for (const auto* list : {&lane->transforms(), &lane->sinks()})
      for (const auto& stage : *list) all.push_back(stage.get());
  return all;
}

}  // namespace griot::host
