// A pull source at work: its own thread, which polls, and tells it what has settled.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "host/pipeline/forgetting.h"
#include "host/pipeline/source_port.h"
#include "host/pipeline/stage.h"

namespace griot::host {

// One for each lane. While the lane is at work on what came before, the next is already fetched.
// Submit and Settled are thread-safe; the rest is for the control thread.
class SourceThread final : public SourcePort {
 public:
  SourceThread(std::unique_ptr<Stage> source, Lane& lane);
  ~SourceThread() override;

  Stage& stage() { return *source_; }
  Stage* source() const override { return source_.get(); }
  void Start();
  // Tells the source, between polls.
  void Forget(std::shared_ptr<const ForgetRequest> request);
  // Polls no more, and tells the source so; still tells it what settles.
  void Drain();
  // Ends the thread. What has not settled is forgotten: the source delivers it again.
  void Stop();

  bool Submit(griot_submission* submission) override;
  void Settled(griot_submission* submission, griot_result result, std::string_view error) override;
  bool holds() const override { return true; }

 private:
  void Run();
  Status Poll();
  void TellSettled();
  void TellForgotten();

  std::unique_ptr<Stage> source_;
  Lane& lane_;
  std::mutex calls_;  // held around calls of the plugin, so that its drain comes between them
  std::mutex mutex_;
  std::condition_variable changed_;
  struct Done {
    uint64_t token;
    griot_result result;
  };
  std::deque<Done> done_;
  std::deque<std::shared_ptr<const ForgetRequest>> forgotten_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace griot::host
