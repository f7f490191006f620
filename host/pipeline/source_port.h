// Where a source's submissions go in, and where their ends come back.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "host/pipeline/lane.h"
#include "host/pipeline/submission.h"

namespace griot::host {

class Stage;

// Thread-safe. One for each instance of a source; outlives everything that it let in.
class SourcePort {
 public:
  // `lanes`: how many lanes may settle what came in here.
  explicit SourcePort(size_t lanes) : loads_(lanes) {}
  virtual ~SourcePort() = default;
  // The stage behind it, or nullptr.
  virtual Stage* source() const = 0;
  // Takes ownership. False: refused, the submission is still the caller's.
  virtual bool Submit(griot_submission* submission) = 0;
  // Called by the lane when the submission has settled; ownership comes back.
  virtual void Settled(griot_submission* submission, griot_result result,
                       std::string_view error) = 0;
  // True: the lane holds a batch until its sinks take it. False: the client is told to come back.
  virtual bool holds() const = 0;

  // Nothing new comes in from now on, until it is opened.
  void Close() { closed_.store(true); }
  void Open() { closed_.store(false); }
  bool closed() const { return closed_.load(std::memory_order_relaxed); }
  uint64_t in_flight() const { return in_flight_.load(); }
  // What came in, and how long it took to settle: of one lane, counted on its thread; of all.
  StageLoad& load(size_t lane) { return loads_[lane % loads_.size()]; }
  const std::deque<StageLoad>& loads() const { return loads_; }

 protected:
  std::atomic<bool> closed_{false};
  std::atomic<uint64_t> in_flight_{0};

 private:
  std::deque<StageLoad> loads_;
};

// A source that pushes: one instance, whose submissions spread over all lanes by session key.
class PushPort final : public SourcePort {
 public:
  PushPort(Stage& source, std::vector<Lane*> lanes)
      : SourcePort(lanes.size()), source_(source), lanes_(std::move(lanes)) {}
  Stage* source() const override { return &source_; }
  bool Submit(griot_submission* submission) override;
  void Settled(griot_submission* submission, griot_result result, std::string_view error) override;
  bool holds() const override { return false; }

 private:
  Stage& source_;
  std::vector<Lane*> lanes_;
};

// A source that pushes, and its port, which goes first.
struct PushSource {
  std::unique_ptr<Stage> stage;
  std::unique_ptr<PushPort> port;
};

const griot_intake* IntakeTable();

}  // namespace griot::host
