// Where a source's submissions go in, and where their ends come back.
#pragma once

#include <atomic>
#include <string_view>
#include <vector>

#include "host/pipeline/lane.h"
#include "host/pipeline/submission.h"

namespace griot::host {

class Stage;

// Thread-safe. One for each instance of a source; outlives everything that it let in.
class SourcePort {
 public:
  virtual ~SourcePort() = default;
  // Takes ownership. False: refused, the submission is still the caller's.
  virtual bool Submit(griot_submission* submission) = 0;
  // Called by the lane when the submission has settled; ownership comes back.
  virtual void Settled(griot_submission* submission, griot_result result,
                       std::string_view error) = 0;
  // True: the lane holds a batch until its sinks take it. False: the client is told to come back.
  virtual bool holds() const = 0;

  // Nothing new comes in from now on.
  void Close() { closed_.store(true); }
  bool closed() const { return closed_.load(std::memory_order_relaxed); }
  uint64_t in_flight() const { return in_flight_.load(); }

 protected:
  std::atomic<bool> closed_{false};
  std::atomic<uint64_t> in_flight_{0};
};

// A source that pushes: one instance, whose submissions spread over all lanes by session key.
class PushPort final : public SourcePort {
 public:
  PushPort(Stage& source, std::vector<Lane*> lanes) : source_(source), lanes_(std::move(lanes)) {}
  bool Submit(griot_submission* submission) override;
  void Settled(griot_submission* submission, griot_result result, std::string_view error) override;
  bool holds() const override { return false; }

 private:
  Stage& source_;
  std::vector<Lane*> lanes_;
};

const griot_intake* IntakeTable();

}  // namespace griot::host
