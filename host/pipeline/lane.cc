#include "host/pipeline/lane.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "griot/time.hpp"
#include "host/pipeline/call_thread.h"
#include "host/pipeline/source_port.h"
#include "host/pipeline/transform_run.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// A batch's bound: enough to spread the cost of a commit thin, little enough to commit quickly.
constexpr size_t kMaxEvents = 8192;
constexpr auto kFirstPause = std::chrono::milliseconds(20);
constexpr auto kLongestPause = std::chrono::milliseconds(1000);

}  // namespace

struct Lane::Meters {
  Meters(Metrics& m, const std::string& pipeline, const std::string& lane)
      : stored(Count(m, pipeline, "stored")),
        duplicate(Count(m, pipeline, "duplicate")),
        filtered(Count(m, pipeline, "filtered")),
        dead(Count(m, pipeline, "dead")),
        batches(m.Get(GRIOT_COUNTER, "batches_total", "Batches settled",
                      {{"pipeline", pipeline}, {"lane", lane}})),
        seconds(m.Get(GRIOT_HISTOGRAM_SECONDS, "settle_seconds",
                      "From the opening of a submission to its settlement",
                      {{"pipeline", pipeline}})),
        retries(m.Get(GRIOT_COUNTER, "sink_retries_total", "Batches offered again",
                      {{"pipeline", pipeline}})) {}
  static griot_metric* Count(Metrics& m, const std::string& pipeline, std::string_view outcome) {
    return m.Get(GRIOT_COUNTER, "events_total", "Events by outcome in this pipeline's sinks",
                 {{"pipeline", pipeline}, {"outcome", outcome}});
  }
  griot_metric *stored, *duplicate, *filtered, *dead, *batches, *seconds, *retries;
};

Lane::Lane(Host& host, std::string pipeline, unsigned index)
    : host_(host),
      pipeline_(std::move(pipeline)),
      index_(index),
      taps_(host.taps, index),
      batch_(std::make_unique<LiveBatch>(host.memory)),
      meters_(std::make_unique<Meters>(host.metrics, pipeline_, std::to_string(index))) {}

Lane::~Lane() { Stop(); }

void Lane::Start() {
  TakeUpStages();
  thread_ = std::thread([this] { Run(); });
}

void Lane::Stop() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Lane::Enqueue(griot_submission* submission, SourcePort* port) {
  bool was_empty;
  {
    std::lock_guard lock(mutex_);
    if (stop_) return false;
    was_empty = inbox_.empty();
    inbox_.push_back({submission, port});
  }
  // When others wait already, the lane is busy or has been woken.
  if (was_empty) wake_.notify_one();
  return true;
}

void Lane::Post(std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
}

void Lane::Forget(const std::shared_ptr<const ForgetRequest>& request) {
  Post([this, request] {
    for (const auto* list : {&transforms_, &sinks_})
      for (const auto& stage : *list) ForgetIn(*stage, *request);
  });
}

void Lane::Run() {
  while (TakeWork()) {
    Tick();
    if (!taken_.empty()) RunBatch();
  }
}

bool Lane::TakeWork() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stop_ || !inbox_.empty() || !tasks_.empty(); };
  if (const griot_time due = NextTick(); due == 0) {
    wake_.wait(lock, ready);
  } else {
    const auto pause = std::chrono::microseconds(std::max<griot_time>(0, due - Now()));
    wake_.wait_for(lock, pause, ready);
  }
  while (!tasks_.empty()) {
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
  if (stop_) {
    taken_.assign(inbox_.begin(), inbox_.end());
    inbox_.clear();
    lock.unlock();
    Settle(GRIOT_RETRY, "griot is shutting down");
    return false;
  }
  // What holds (a queue) and what does not (a client that waits) never share a batch: a sink in
  // trouble means a pause for the one, and an answer now for the other.
  size_t events = 0;
  while (!inbox_.empty() && (taken_.empty() || events < kMaxEvents)) {
    const Waiting next = inbox_.front();
    if (!taken_.empty() && taken_.front().port->holds() != next.port->holds()) break;
    events += next.submission->events.size() + next.submission->settled.size();
    if (!taken_.empty() && events > kMaxEvents) break;
    taken_.push_back(next);
    inbox_.pop_front();
  }
  return true;
}

void Lane::RunBatch() {
  taps_.Look();
  for (const Waiting& w : taken_) {
    batch_->Add(*w.submission);
    taps_.Heard(*w.submission);
  }
  RunTransforms();
  batch_->ApplyPatches();
  const griot_result result = OfferUntilTaken();
  TellTransforms(result == GRIOT_OK);
  if (result == GRIOT_OK) CountOutcomes();
  Settle(result, trouble_.text);
  batch_->Clear();
}

void Lane::RunTransforms() {
  for (const auto& transform : transforms_) {
    if (batch_->size() == 0) return;
    StageLoad::Work work{.events = batch_->size()};
    const size_t settled = batch_->settled().size();
    taps_.Before(transform->name(), *batch_);
    const auto began = std::chrono::steady_clock::now();
    RunStage(*transform, batch_);
    const auto took = std::chrono::steady_clock::now() - began;
    taps_.After(transform->name(), *batch_, work.events, settled, took);
    for (size_t i = settled; i < batch_->settled().size(); ++i)
      ++(batch_->settled()[i]->kind == GRIOT_FILTERED ? work.filtered : work.dead);
    transform->load().Add(work, took);
  }
}

void Lane::TellTransforms(bool taken) {
  if (!taken) unset_.assign(batch_->size(), griot_outcome{});
  if (!taken) no_replies_.assign(batch_->facts().size(), griot_str{});
  const BatchEnd end{*batch_, taken ? sink_run_->outcomes() : unset_,
                     taken ? sink_run_->replies() : no_replies_};
  for (const auto& transform : transforms_) TellSettled(*transform, end);
}

void Lane::CountOutcomes() {
  uint64_t counts[4] = {};
  for (const griot_outcome& o : sink_run_->outcomes()) ++counts[o.kind];
  uint64_t filtered = 0;
  for (const griot_settled_event* s : batch_->settled()) filtered += s->kind == GRIOT_FILTERED;
  meters_->stored->Record(static_cast<double>(counts[GRIOT_STORED]));
  meters_->duplicate->Record(static_cast<double>(counts[GRIOT_DUPLICATE]));
  meters_->filtered->Record(static_cast<double>(filtered));
  meters_->dead->Record(
      static_cast<double>(counts[GRIOT_OUTCOME_DEAD] + batch_->settled().size() - filtered));
  meters_->batches->Record(1);
}

griot_result Lane::OfferUntilTaken() {
  static thread_local std::minstd_rand jitter(std::random_device{}());
  sink_run_->Begin();
  auto pause = kFirstPause;
  while (true) {
    trouble_ = sink_run_->Offer(*batch_);
    if (trouble_.ok()) return GRIOT_OK;
    if (trouble_.code == GRIOT_GONE) {
      Log(GRIOT_LOG_WARN, pipeline_,
          "a batch was dropped, to be delivered elsewhere: " + trouble_.text);
      return GRIOT_GONE;
    }
    meters_->retries->Record(1);
    if (!taken_.front().port->holds()) return GRIOT_RETRY;
    std::unique_lock lock(mutex_);
    const auto jittered = pause / 2 + pause * (jitter() % 100) / 200;
    if (wake_.wait_for(lock, jittered, [this] { return stop_; })) return GRIOT_RETRY;
    pause = std::min(pause * 2, kLongestPause);
  }
}

void Lane::Settle(griot_result result, std::string_view error) {
  const griot_time now = Now();
  for (const Waiting& w : taken_) {
    meters_->seconds->Record(static_cast<double>(now - w.submission->opened_at) / 1e6);
    w.port->load(index_).Add({.events = w.submission->events.size() + w.submission->settled.size(),
                              .failures = result == GRIOT_OK ? 0u : 1u},
                             std::chrono::microseconds(now - w.submission->opened_at));
    w.port->Settled(w.submission, result, error);
  }
  taken_.clear();
}

void Lane::FindTicking() {
  ticking_.clear();
  for (auto* list : {&transforms_, &sinks_})
    for (const auto& stage : *list)
      if (stage->Extension<griot_tick>(GRIOT_EXT_TICK) != nullptr)
        ticking_.push_back({stage.get(), Now()});
}

void Lane::Tick() {
  const griot_time now = Now();
  // Told to tick, a stage on probation may turn into what it was before, which does not.
  for (size_t i = 0; i < ticking_.size(); ++i) {
    Ticking& t = ticking_[i];
    if (t.due > now) continue;
    const uint32_t pause_ms = TickIn(*t.stage, now);
    t.due = now + griot_time{std::max(pause_ms, 10u)} * 1000;
  }
}

griot_time Lane::NextTick() const {
  griot_time due = 0;
  for (const Ticking& t : ticking_) due = due == 0 ? t.due : std::min(due, t.due);
  return due;
}

Status Lane::Lookup(const griot_plugin& plugin, const char* query, const griot_str* keys,
                    uint32_t count, griot_lookup_row row, void* user) {
  CallGuard::Within({Entry::kProcess, Entry::kSettled, Entry::kTick}, "griot_lookup.lookup");
  const auto* store = static_cast<const griot_store*>(plugin.get_extension(GRIOT_EXT_STORE));
  const char* function = nullptr;
  for (uint32_t i = 0; store != nullptr && i < store->query_count; ++i)
    if (std::string_view(store->queries[i]->name) == query) function = store->queries[i]->function;
  if (function == nullptr)
    return Status::Invalid(std::string("the plugin declares no query ") + query);
  CallThread::StoreCall asking;
  if (asking.given_up()) return {GRIOT_GONE, "this call was given up long ago"};
  for (const auto& sink : sinks_) {
    const auto* provider = sink->Extension<griot_lookup_provider>(GRIOT_EXT_LOOKUP);
    if (provider == nullptr) continue;
    Status status = detail::Ask([&](griot_error* error) {
      const CallGuard::Running running(sink->calls(), Entry::kLookup);
      return provider->lookup(sink->instance(), function, keys, count, row, user, error);
    });
    if (status.code == GRIOT_RETRY) asking.SetAway();
    return status;
  }
  return Status::Unsupported("no sink of this pipeline keeps state");
}

}  // namespace griot::host
