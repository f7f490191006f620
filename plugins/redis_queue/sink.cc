#include "sink.h"

#include "durability.h"
#include "griot/crash.hpp"
#include "keys.h"

namespace griot::redis_queue {
namespace {

constexpr std::chrono::seconds kBetweenChecks{10};

}  // namespace

QueueSink::QueueSink(const StageConfig& config)
    : context_(config.context),
      options_(ParseOptions(config.options)),
      link_(options_.endpoint, [this](Link& link) { return Prepare(link); }),
      packer_(options_.partitions),
      depth_(context_, options_),
      settings_(context_),
      ledger_(options_),
      redis_lamp_(context_, "redis"),
      enqueued_(context_.Counter("queue_enqueued_total", "Events put into the queue.")),
      entries_(context_.Counter("queue_entries_total", "Entries that they were put into.")),
      commits_(context_.Counter("queue_commits_total", "Transactions that they were put by.")),
      commit_seconds_(context_.Histogram("queue_commit_seconds", "Time of a transaction.")) {}

Status QueueSink::Prepare(Link& link) {
  if (Status status = PrepareQueue(link, options_.partitions); !status.ok()) return status;
  next_check_ = Clock::now() + kBetweenChecks;
  return CheckDurability(link.redis(), options_.power_cut);
}

Status QueueSink::Start() {
  // What is unreachable now is health, not an error.
  Tick(0);
  return Status::Ok();
}

void QueueSink::Tick(griot_time /*now*/) {
  const Status status = LookAfter();
  if (status.ok()) {
    redis_lamp_.Healthy();
  } else {
    redis_lamp_.Down(status.text);
  }
}

Status QueueSink::LookAfter() {
  if (Status status = link_.Ready(); !status.ok()) return status;
  if (Clock::now() >= next_check_) {
    // Somebody may have weakened Redis while we were connected.
    if (Status status = Prepare(link_); !status.ok()) {
      link_.Drop(status);
      return status;
    }
  }
  if (Status status = depth_.Refresh(link_); !status.ok()) return status;
  if (Status status = settings_.Step(link_); !status.ok()) return status;
  heard_.Step(link_);
  return Status::Ok();
}

Status QueueSink::WriteBatch(Write& write) {
  if (Status status = Enqueue(write.batch()); !status.ok()) return status;
  for (uint32_t i = 0; i < write.size(); ++i) write.Stored(i);
  return Status::Ok();
}

Status QueueSink::Enqueue(const griot_batch& batch) {
  Status status = link_.Ready();
  if (status.ok()) {
    packer_.Pack(batch);
    if (packer_.entry_count() == 0) return status;
    if (Status room = depth_.Admit(link_, packer_.total()); !room.ok()) return room;
    const Clock::time_point begin = Clock::now();
    const size_t commands = AppendCommands();
    GRIOT_CRASH_POINT("queue.before_exec");
    status = ReadReplies(commands);
    GRIOT_CRASH_POINT("queue.after_exec");
    commit_seconds_.Observe(std::chrono::duration<double>(Clock::now() - begin).count());
    if (!status.ok()) link_.Failed(status);
  }
  if (!status.ok()) {
    redis_lamp_.Down(status.text);
    return status;
  }
  redis_lamp_.Healthy();
  commits_.Add();
  entries_.Add(static_cast<double>(packer_.entry_count()));
  enqueued_.Add(static_cast<double>(packer_.total().events));
  return status;
}

size_t QueueSink::AppendCommands() {
  Connection& redis = link_.redis();
  redis.Append({"MULTI"});
  for (size_t i = 0; i < packer_.entry_count(); ++i) {
    Packer::Entry& entry = packer_.entry(i);
    redis.Append({"XADD", StreamKey(entry.partition), "*", "v", std::to_string(kFormatVersion), "n",
                  std::to_string(entry.block.count()), "b", entry.block.Finish()});
  }
  size_t commands = packer_.entry_count();
  for (const Packer::Accepted& row : packer_.accepted()) {
    redis.Append({"HINCRBY", kLedgerKey, row.field, std::to_string(row.count)});
    ++commands;
  }
  redis.Append({"HINCRBY", kDepthKey, kDepthEvents, std::to_string(packer_.total().events)});
  redis.Append({"HINCRBY", kDepthKey, kDepthBytes, std::to_string(packer_.total().bytes)});
  redis.Append({"EXEC"});
  return commands + 2;
}

Status QueueSink::ReadReplies(size_t commands) {
  // The first refusal names the cause; EXEC only says that there was one.
  Status refused = Status::Ok();
  Reply reply;
  for (size_t i = 0; i < commands + 2; ++i) {
    if (Status status = link_.redis().Read(&reply); !status.ok()) return status;
    if (!reply.view().is_error() || !refused.ok()) continue;
    refused = link_.redis().Explain(reply.view().text());
  }
  if (!refused.ok()) return refused;
  return ReadExec(reply.view());
}

Status QueueSink::ReadExec(ReplyView replies) {
  if (!replies.is_array()) {
    return Status::Retry("redis at " + options_.endpoint.Shown() +
                         ": the transaction was given up; it will be tried again");
  }
  for (size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].is_error()) return link_.redis().Explain(replies[i].text());
  }
  const size_t depth = packer_.entry_count() + packer_.accepted().size();
  depth_.Set(replies[depth].integer(), replies[depth + 1].integer());
  return Status::Ok();
}

}  // namespace griot::redis_queue
