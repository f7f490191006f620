// What one generation keeps goes over to another that takes its place.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "griot/cpp/status.hpp"
#include "host/pipeline/generation.h"
#include "host/pipeline/state_image.h"

namespace griot::host {

// How much went over. Plain data.
struct HandedOver {
  size_t records = 0, bytes = 0;
};

// Makes calls of the generation that takes; false: one did not come back, and whatever it holds is
// left to it for ever.
using Caller = std::function<bool(std::function<void()>)>;

// Between two batches of their lane, while no call of either runs. `from` is only read, so that it
// works on whatever comes of this. What was taken must come back when it is saved again: all of it,
// or, `exact` false (other options, another bound of a cache), whatever there is.
Status HandOver(const Generation& from, const std::shared_ptr<Generation>& to, bool exact,
                const Caller& call, HandedOver* handed);

// The second half of it: `to` takes what was saved. `keys`: it has these keys already, as they were
// before, and lets go of that. Empty: it has nothing yet.
Status Give(const std::shared_ptr<const StateImage>& image, const std::shared_ptr<Generation>& to,
            bool exact, const Caller& call, const std::vector<uint64_t>& keys);

}  // namespace griot::host
