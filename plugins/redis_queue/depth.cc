#include "depth.h"

#include <algorithm>

#include "keys.h"

namespace griot::redis_queue {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};

uint64_t AtLeastZero(int64_t value) { return static_cast<uint64_t>(std::max<int64_t>(value, 0)); }

}  // namespace

Depth::Depth(const Context& context, const Options& options)
    : options_(options),
      lamp_(context, "queue"),
      events_(context.Gauge("queue_depth_events", "Events that wait in the queue.")),
      bytes_(context.Gauge("queue_depth_bytes", "Bytes of events that wait in the queue.")) {}

bool Depth::Fits(const Packer::Load& more) const {
  // What is larger than the bound by itself is taken into an empty queue: else it never would be.
  if (total_.events == 0) return true;
  return total_.events + more.events <= options_.max_events &&
         total_.bytes + more.bytes <= options_.max_bytes;
}

Status Depth::Admit(Link& link, const Packer::Load& more) {
  if (!Fits(more) && Clock::now() >= next_look_) {
    next_look_ = Clock::now() + kBetweenLooks;
    if (Status status = Refresh(link); !status.ok()) return status;
  }
  if (Fits(more)) {
    lamp_.Healthy();
    return Status::Ok();
  }
  lamp_.Degraded(FullText());
  return Status::Retry("the queue is full");
}

void Depth::Set(int64_t events, int64_t bytes) {
  total_ = {AtLeastZero(events), AtLeastZero(bytes)};
}

Status Depth::Refresh(Link& link) {
  Reply reply;
  Status status = link.redis().Call({"HMGET", kDepthKey, kDepthEvents, kDepthBytes}, &reply);
  if (!status.ok()) {
    link.Failed(status);
    return status;
  }
  // A field that is not there yet reads as 0.
  Set(reply.view()[0].integer(), reply.view()[1].integer());
  events_.Set(static_cast<double>(total_.events));
  bytes_.Set(static_cast<double>(total_.bytes));
  if (Fits({1, 1})) lamp_.Healthy();
  return status;
}

std::string Depth::FullText() const {
  return "the queue is full: " + std::to_string(total_.events) + " of " +
         std::to_string(options_.max_events) + " events, " + std::to_string(total_.bytes) + " of " +
         std::to_string(options_.max_bytes) +
         " bytes wait; is a processor running and keeping up? Clients are told to come back";
}

}  // namespace griot::redis_queue
