// Runs one transform over a batch, so that one bad event never takes its batch with it.
#pragma once

#include "host/pipeline/live_batch.h"
#include "host/pipeline/stage.h"

namespace griot::host {

// Afterwards every event of the batch has passed, or stands among the settled ones with a reason.
// A call that fails is undone and repeated event by event; what fails alone is dead. [lane-thread]
void RunTransform(Stage& stage, LiveBatch& batch);

}  // namespace griot::host
