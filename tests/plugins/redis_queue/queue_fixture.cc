#include "queue_fixture.h"

#include <chrono>
#include <cstring>
#include <utility>

namespace griot::test {
namespace {

using Clock = std::chrono::steady_clock;

std::string OptionsOf(const std::string& url, const std::string& more) {
  return "{\"url\":\"" + url + "\"" + (more.empty() ? "" : "," + more) + "}";
}

StageConfig ConfigOf(Ctx* ctx, std::string_view options, std::string_view instance,
                     uint32_t lane = 0) {
  StageConfig config;
  config.lane = lane;
  config.context = Context(ctx->raw());
  config.stage = "p/queue";
  config.pipeline = "p";
  config.id = "queue";
  config.options = options;
  config.instance_id = instance;
  return config;
}

}  // namespace

griot_uuid MakeId(uint64_t n) {
  griot_uuid id{};
  id.bytes[0] = 0xab;
  std::memcpy(id.bytes + 8, &n, sizeof n);
  return id;
}

uint64_t NumberOf(const griot_uuid& id) {
  uint64_t n;
  std::memcpy(&n, id.bytes + 8, sizeof n);
  return n;
}

griot_event& TestBatch::Add(uint64_t n, std::string_view user, size_t padding) {
  griot_event e{};
  e.struct_size = sizeof e;
  e.id = MakeId(n);
  e.occurred_at = static_cast<griot_time>(n) * 1000;
  e.received_at = e.occurred_at + 5;
  e.project = Str("default");
  e.source = Str("p/door");
  e.channel = Str("whatsapp");
  e.name = Str("message_received");
  e.user_id = Keep(std::string(user));
  e.properties =
      Keep("{\"n\":" + std::to_string(n) + ",\"pad\":\"" + std::string(padding, 'x') + "\"}");
  e.key = SessionKeyHash(e);
  return events_.emplace_back(e);
}

griot_settled_event& TestBatch::AddSettled(const griot_event& event, int kind) {
  griot_settled_event s{};
  s.struct_size = sizeof s;
  s.kind = kind;
  s.event = &event;
  return settled_.emplace_back(s);
}

griot_fact& TestBatch::AddFact(const griot_uuid& cause, std::string_view key) {
  griot_fact f{};
  f.struct_size = sizeof f;
  f.kind = Str("session");
  f.project = Str("default");
  f.key = Keep(std::string(key));
  f.cause = cause;
  f.body = Str("{}");
  return facts_.emplace_back(f);
}

const griot_batch& TestBatch::batch() {
  event_list_.clear();
  settled_list_.clear();
  fact_list_.clear();
  for (const auto& s : settled_) settled_list_.push_back(&s);
  for (const auto& f : facts_) fact_list_.push_back(&f);
  for (const auto& e : events_) {
    bool has_ended = false;
    for (const auto& s : settled_) has_ended |= s.event == &e;
    if (!has_ended) event_list_.push_back(&e);
  }
  verdicts_.resize(event_list_.size());
  batch_.struct_size = sizeof batch_;
  batch_.count = static_cast<uint32_t>(event_list_.size());
  batch_.events = event_list_.data();
  batch_.verdicts = verdicts_.data();
  batch_.settled_count = static_cast<uint32_t>(settled_list_.size());
  batch_.settled = settled_list_.data();
  batch_.fact_count = static_cast<uint32_t>(fact_list_.size());
  batch_.facts = fact_list_.data();
  return batch_;
}

Producer::Producer(const std::string& url, const std::string& more_options) {
  InstallHost();
  const std::string options = OptionsOf(url, more_options);
  sink = std::make_unique<QueueSink>(ConfigOf(&ctx, options, "producer"));
  (void)sink->Start().ok();
}

Status Producer::Write(TestBatch& batch) {
  const griot_batch& raw = batch.batch();
  std::vector<griot_outcome> outcomes(raw.count);
  std::vector<griot_str> replies(raw.fact_count);
  griot_write write{sizeof write, 0, &raw, outcomes.data(), replies.data()};
  griot::Write wrapped(&write);
  Status status = sink->WriteBatch(wrapped);
  for (const griot_outcome& outcome : outcomes) {
    EXPECT_EQ(outcome.kind, status.ok() ? GRIOT_STORED : GRIOT_OUTCOME_UNSET);
  }
  return status;
}

Status Producer::WriteEvents(uint64_t from, uint64_t to, std::string_view user, size_t padding) {
  TestBatch batch;
  for (uint64_t n = from; n < to; ++n) batch.Add(n, user, padding);
  return Write(batch);
}

Consumer::Consumer(const std::string& url, const std::string& instance,
                   const std::string& more_options, uint32_t lane) {
  InstallHost();
  const std::string options = OptionsOf(url, more_options);
  source = std::make_unique<QueueSource>(ConfigOf(&ctx, options, instance, lane));
  (void)source->Start().ok();
}

bool Consumer::PollOnce(uint32_t timeout_ms) {
  last = source->Poll(timeout_ms);
  std::deque<GotSubmission> got;
  {
    const std::lock_guard lock(ctx.mutex);
    got.swap(ctx.submissions);
  }
  for (GotSubmission& s : got) {
    unsettled.push_back(s.token);
    received_.insert(received_.end(), s.events.begin(), s.events.end());
    settled.insert(settled.end(), s.settled.begin(), s.settled.end());
    facts.insert(facts.end(), s.facts.begin(), s.facts.end());
  }
  return !got.empty();
}

std::vector<GotEvent> Consumer::Receive(size_t count, int milliseconds) {
  const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
  const size_t before = settled.size();
  while (received_.size() + settled.size() - before < count && Clock::now() < until) {
    (void)PollOnce();
  }
  return std::exchange(received_, {});
}

void Consumer::SettleAll(griot_result result) {
  for (const uint64_t token : std::exchange(unsettled, {})) {
    const griot_settlement settlement{sizeof settlement, result, token, {}};
    source->SubmissionSettled(settlement);
  }
}

std::vector<GotEvent> Consumer::Consume(size_t count, int milliseconds) {
  const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
  const size_t before = settled.size();
  while (received_.size() + settled.size() - before < count && Clock::now() < until) {
    (void)PollOnce();
    SettleAll();
  }
  (void)PollOnce(120);  // the acks go out with the next read, which is paced
  SettleAll();
  return std::exchange(received_, {});
}

void Consumer::Run(int milliseconds) {
  const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (Clock::now() < until) {
    (void)PollOnce();
    SettleAll();
  }
}

std::vector<uint64_t> Numbers(const std::vector<GotEvent>& events) {
  std::vector<uint64_t> numbers;
  for (const GotEvent& e : events) numbers.push_back(NumberOf(e.raw.id));
  return numbers;
}

}  // namespace griot::test
