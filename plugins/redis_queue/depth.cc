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
      partitions_(options.partitions),
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

void Depth::Set(uint32_t partition, uint64_t events, uint64_t bytes) {
  Packer::Load& known = partitions_[partition];
  total_.events += events - known.events;
  total_.bytes += bytes - known.bytes;
  known = {events, bytes};
}

Status Depth::Refresh(Link& link) {
  Reply reply;
  Status status = link.redis().Call({"HGETALL", kDepthKey}, &reply);
  if (!status.ok()) {
    link.Failed(status);
    return status;
  }
  std::vector<Packer::Load> now(partitions_.size());
  for (size_t i = 0; i + 1 < reply.view().size(); i += 2) {
    const std::string_view field = reply.view()[i].text();
    uint32_t partition = 0;
    const char* const end = field.data() + field.size();
    const char* const rest = std::from_chars(field.data(), end, partition).ptr;
    if (end - rest != 2 || *rest != ':' || partition >= now.size()) continue;
    const uint64_t value = AtLeastZero(reply.view()[i + 1].integer());
    (rest[1] == 'n' ? now[partition].events : now[partition].bytes) = value;
  }
  for (uint32_t p = 0; p < now.size(); ++p) Set(p, now[p].events, now[p].bytes);
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
