#include "link.h"

#include <algorithm>
#include <random>
#include <utility>

#include "keys.h"

namespace griot::redis_queue {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50}, kLongestPause{2000};

}  // namespace

Link::Link(const RedisUrl& endpoint, Prepare prepare)
    : redis_(endpoint),
      prepare_(std::move(prepare)),
      pause_(kFirstPause),
      seed_(std::random_device{}()) {}

Status Link::Ready() {
  // A connection that the server closed while it was idle is replaced before it loses a batch.
  if (redis_.is_open() && !redis_.Stale()) return Status::Ok();
  const bool was_open = redis_.is_open();
  redis_.Close();
  if (!was_open && Clock::now() < next_try_) return Status::Retry(last_error_);
  Status status = Connect();
  if (status.ok()) {
    ++connects_;
    pause_ = kFirstPause;
    redis_.SetTimeout(Connection::kCommandTimeout);
    return status;
  }
  redis_.Close();
  last_error_ = status.text;
  Pause();
  return status;
}

Status Link::Connect() {
  if (Status status = redis_.Open(); !status.ok()) return status;
  if (Status status = scripts_.Load(redis_); !status.ok()) return status;
  return prepare_(*this);
}

void Link::Failed(const Status& status) {
  last_error_ = status.text;
  if (!redis_.is_open()) Pause();
}

void Link::Drop(const Status& why) {
  redis_.Close();
  Failed(why);
}

Status Link::Call(Script script, const std::vector<std::string>& words, Reply* reply) {
  Append(script, words);
  return Read(reply);
}

void Link::Append(Script script, const std::vector<std::string>& words) {
  scripts_.Append(redis_, script, words);
}

Status Link::Read(Reply* reply) {
  Status status = redis_.Read(reply);
  if (status.ok() && reply->view().is_error()) {
    const std::string_view error = reply->view().text();
    status = redis_.Explain(error);
    if (error.starts_with("NOSCRIPT")) redis_.Close();
  }
  if (!status.ok()) Failed(status);
  return status;
}

void Link::Pause() {
  // Half fixed, half by chance: many collectors must not come back in step.
  seed_ = seed_ * 1664525U + 1013904223U;
  const auto half = pause_ / 2;
  next_try_ = Clock::now() + half + half * (seed_ >> 16) / 0xffff;
  pause_ = std::min(pause_ * 2, kLongestPause);
}

Status PrepareQueue(Link& link, uint32_t partitions) {
  Reply reply;
  const std::string wanted = std::to_string(partitions);
  Status status = link.Call(Script::kPrepare, {wanted, std::to_string(kFormatVersion)}, &reply);
  if (!status.ok()) return status;
  const std::string_view has = reply.view()[0].text();
  if (has == wanted) return status;
  return Status::Retry("the queue in redis at " + link.redis().endpoint().Shown() + " has " +
                       std::string(has) + " partitions, the option `partitions` says " + wanted +
                       ": the number is fixed when a queue is first used; set `partitions: " +
                       std::string(has) + "`");
}

}  // namespace griot::redis_queue
