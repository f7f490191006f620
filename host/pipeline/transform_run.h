// Runs one transform over a batch, so that one bad event never takes its batch with it.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "host/pipeline/forgetting.h"
#include "host/pipeline/live_batch.h"
#include "host/pipeline/stage.h"

namespace griot::host {

// How a batch ended; `outcomes` match its events, `replies` its facts.
struct BatchEnd {
  LiveBatch& batch;
  const std::vector<griot_outcome>& outcomes;
  const std::vector<griot_str>& replies;
};

// One call of `process`, and how long it took without what it waited for the store.
struct ProcessCall {
  Status status;
  std::chrono::nanoseconds took{0};
};
ProcessCall Process(Generation& generation, griot_batch* view);

// All of these: [lane-thread]. A stage on probation is watched, and may be rolled back.

// Afterwards every event of the batch has passed, or stands among the settled ones with a reason.
// A call that fails is undone and repeated event by event; what fails alone is dead. `batch` may be
// another object then, with what the stage made of it.
void RunStage(Stage& stage, std::unique_ptr<LiveBatch>& batch);
// griot.settled/1, griot.tick/1 and griot.forget/1, of a stage that offers them. TickIn answers the
// pause until the next, in milliseconds.
void TellSettled(Stage& stage, const BatchEnd& end);
uint32_t TickIn(Stage& stage, griot_time now);
void ForgetIn(Stage& stage, const ForgetRequest& request);

}  // namespace griot::host
