// Stages under test, and batches to feed them with.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/session_key.hpp"
#include "queue_host.h"
#include "sink.h"
#include "source.h"
#include "support/redis_server.h"

namespace griot::test {

using redis_queue::QueueSink;
using redis_queue::QueueSource;

griot_uuid MakeId(uint64_t n);
// The number of an id made by MakeId.
uint64_t NumberOf(const griot_uuid& id);

// A batch of its own memory.
class TestBatch {
 public:
  // An event of `user`, numbered; properties hold the number and `padding` bytes.
  griot_event& Add(uint64_t n, std::string_view user = "u1", size_t padding = 0);
  griot_settled_event& AddSettled(const griot_event& event, int kind);
  griot_fact& AddFact(const griot_uuid& cause, std::string_view key);
  griot_str Keep(std::string text) { return Str(texts_.emplace_back(std::move(text))); }

  // Valid until the next change.
  const griot_batch& batch();

 private:
  std::deque<std::string> texts_;
  std::deque<griot_event> events_;
  std::deque<griot_settled_event> settled_;
  std::deque<griot_fact> facts_;
  std::vector<const griot_event*> event_list_;
  std::vector<const griot_settled_event*> settled_list_;
  std::vector<const griot_fact*> fact_list_;
  std::vector<griot_verdict> verdicts_;
  griot_batch batch_{};
};

// A sink with a host's view of it.
class Producer {
 public:
  explicit Producer(const std::string& url, const std::string& more_options = "");
  // Result of one write; outcomes are checked to be STORED when it is OK.
  Status Write(TestBatch& batch);
  // Writes events from…to-1 of `user`, one batch.
  Status WriteEvents(uint64_t from, uint64_t to, std::string_view user = "u1", size_t padding = 0);

  Ctx ctx;
  std::unique_ptr<QueueSink> sink;
};

// A source with a host's view of it: one lane that takes what it is told to.
class Consumer {
 public:
  Consumer(const std::string& url, const std::string& instance,
           const std::string& more_options = R"("lease":"300ms")", uint32_t lane = 0);

  // Polls until `count` more events (live or settled) have come or the time is over; what comes is
  // not settled. Returns the new events.
  std::vector<GotEvent> Receive(size_t count, int milliseconds = 5000);
  // One poll, taking what it brought; false: nothing came.
  bool PollOnce(uint32_t timeout_ms = 20);
  // Settles all submissions that were received, in order.
  void SettleAll(griot_result result = GRIOT_OK);
  // Receives and settles until `count` events have come.
  std::vector<GotEvent> Consume(size_t count, int milliseconds = 5000);
  // Polls and settles for a while.
  void Run(int milliseconds);
  // As a process that is killed: no hand-over of any kind.
  void Die() { source.reset(); }

  Ctx ctx;
  std::unique_ptr<QueueSource> source;
  std::vector<uint64_t> unsettled;
  std::vector<GotSettled> settled;  // everything that came
  std::vector<GotFact> facts;
  Status last = Status::Ok();

 private:
  std::vector<GotEvent> received_;
};

std::vector<uint64_t> Numbers(const std::vector<GotEvent>& events);

}  // namespace griot::test
