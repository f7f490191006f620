#include "fault.h"

#include <signal.h>

#include <atomic>
#include <random>
#include <thread>

#include "writer_fixture.h"

namespace griot::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(FaultTest, OnlyWhatCanHealIsRetried) {
  for (const char* state : {"40001", "40P01"}) EXPECT_EQ(Classify(state), Fault::kAgain) << state;
  for (const char* state : {"", "08006", "57P01", "57P02"}) {
    EXPECT_EQ(Classify(state), Fault::kLost) << state;
  }
  for (const char* state :
       {"53100", "53200", "53300", "55P03", "57P03", "57014", "25006", "58030", "XX001", "42P01"}) {
    EXPECT_EQ(Classify(state), Fault::kWait) << state;
  }
  for (const char* state : {"22P02", "22003", "22021", "23514", "54000", "P0001", "21000"}) {
    EXPECT_EQ(Classify(state), Fault::kData) << state;
  }
  EXPECT_NE(Explain({Fault::kWait, "53100", "x"}).find("disk is full"), std::string::npos);
}

TEST_F(WriterTest, ADiskThatIsFullIsAWait) {
  writer();
  Sql("create function full_disk() returns trigger language plpgsql as $$ begin "
      "raise exception 'could not extend file' using errcode = '53100'; end $$");
  Sql("create trigger full_disk before insert on events for each row execute function full_disk()");
  fake::BatchOf batch;
  batch.Add(Event(1));
  EXPECT_EQ(Write(batch).code, GRIOT_RETRY);
  EXPECT_NE(last_error_.find("disk is full"), std::string::npos) << last_error_;
  EXPECT_EQ(host_.health("postgres"), GRIOT_DOWN);
  writer().Tick(kNoon);
  EXPECT_EQ(host_.health("postgres"), GRIOT_DOWN);  // though reading works
  EXPECT_EQ(Number("select count(*) from event_ids"), 0);
  EXPECT_EQ(Number("select count(*) from dead_letters"), 0);
  Sql("drop trigger full_disk on events");
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_NE(host_.health("postgres"), GRIOT_DOWN);
}

TEST_F(WriterTest, AFullDiskInTheSlowPathIsAWaitToo) {
  writer();
  Sql("create function full_disk() returns trigger language plpgsql as $$ begin "
      "if new.name = 'last straw' then raise exception 'x' using errcode = '53100'; end if; "
      "return new; end $$");
  Sql("create trigger full_disk before insert on events for each row execute function full_disk()");
  fake::BatchOf batch;
  fake::Heard bad = Event(1);
  bad.properties = "no json";
  batch.Add(bad);
  fake::Heard last = Event(2);
  last.name = "last straw";
  batch.Add(last);
  EXPECT_EQ(Write(batch).code, GRIOT_RETRY);
  EXPECT_EQ(Number("select count(*) from dead_letters"), 0);
}

// Batches in order from one queue stream, offered until taken, as the host does, while the
// connection is cut again and again.
TEST_F(WriterTest, CutConnectionsLoseAndDoubleNothing) {
  writer();
  std::atomic<bool> done{false};
  std::thread cutter([&] {
    std::mt19937_64 random(1);
    while (!done) {
      std::this_thread::sleep_for(milliseconds(random() % 12));
      Sql("select pg_terminate_backend(pid) from pg_stat_activity "
          "where datname = current_database() and pid <> pg_backend_pid()");
    }
  });
  std::mt19937_64 random(2);
  uint64_t next = 0;
  int retries = 0;
  uint64_t sent = 0;
  for (uint64_t position = 1; position <= 60; ++position) {
    fake::BatchOf batch;
    batch.AddOrigin({"griot:q:0", 1, position, 1});
    const uint64_t size = 1 + random() % 40;
    for (uint64_t i = 0; i < size; ++i) {
      batch.Add(Event(next > 0 && random() % 5 == 0 ? random() % next : next++));
    }
    sent += size;
    while (!Write(batch).ok()) {
      ++retries;
      std::this_thread::sleep_for(milliseconds(5));
    }
  }
  done = true;
  cutter.join();
  EXPECT_GT(retries, 0);
  EXPECT_EQ(Number("select count(*) from events"), static_cast<int64_t>(next));
  EXPECT_EQ(Number("select count(distinct id) from events"), static_cast<int64_t>(next));
  EXPECT_EQ(Number("select sum(stored) from ledger"), static_cast<int64_t>(next));
  EXPECT_EQ(Number("select sum(stored + duplicate) from ledger"), static_cast<int64_t>(sent));
}

TEST_F(WriterTest, TwoWritersOfTheSameEventsBothGetThrough) {
  auto first = NewWriter(0);
  auto second = NewWriter(1);
  std::atomic<int> stored{0}, failed{0};
  const auto run = [&](PostgresWriter& writer, uint64_t seed) {
    std::mt19937_64 random(seed);
    for (int round = 0; round < 25; ++round) {
      fake::BatchOf batch;
      for (int i = 0; i < 60; ++i) batch.Add(Event(random() % 800));
      const Status status = writer.WriteBatch(batch.write());
      if (!status.ok()) ++failed;
      EXPECT_EQ(status.text, "");
      for (size_t i = 0; i < batch.size(); ++i) stored += batch.outcome(i).kind == GRIOT_STORED;
    }
  };
  std::thread other([&] { run(*second, 1); });
  run(*first, 2);
  other.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(stored, Number("select count(*) from events"));
  EXPECT_EQ(Number("select count(*) from events"), Number("select count(*) from event_ids"));
  EXPECT_EQ(Number("select sum(stored) from ledger"), stored);
  EXPECT_EQ(Number("select sum(stored + duplicate) from ledger"), 2 * 25 * 60);
}

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : url_(server_.NewDatabase()) {}
  std::unique_ptr<PostgresWriter> NewWriter(const std::string& more = "") {
    auto writer = std::make_unique<PostgresWriter>(
        host_.Config("process/store", R"({"url":")" + url_ + "\"" + more + "}"));
    EXPECT_TRUE(writer->Start().ok());
    return writer;
  }
  static fake::Heard Event() {
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, "x");
    e.project = "default";
    e.name = "page_view";
    e.occurred_at = e.received_at = kNoon;
    return e;
  }
  fake::Host host_;
  test::PostgresServer server_;
  std::string url_;
};

TEST_F(ServerTest, AServerThatIsDownIsARetryAndCheap) {
  server_.Stop();
  auto writer = NewWriter();
  EXPECT_EQ(host_.health("postgres"), GRIOT_DOWN);
  const auto start = steady_clock::now();
  fake::BatchOf batch;
  batch.Add(Event());
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(writer->WriteBatch(batch.write()).code, GRIOT_RETRY);
    writer->Tick(kNoon);
  }
  EXPECT_LT(steady_clock::now() - start, milliseconds(2000));
  server_.Start();
  for (Status s; !(s = writer->WriteBatch(batch.write())).ok();) {
    ASSERT_LT(steady_clock::now() - start, std::chrono::seconds(20)) << s.text;
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_EQ(batch.outcome(0).kind, GRIOT_STORED);
  EXPECT_NE(host_.health("postgres"), GRIOT_DOWN);
}

TEST_F(ServerTest, ARestartBetweenTwoBatchesIsNotNoticed) {
  auto writer = NewWriter();
  server_.Kill();
  server_.Start();
  fake::BatchOf batch;
  batch.Add(Event());
  EXPECT_TRUE(writer->WriteBatch(batch.write()).ok());
}

TEST_F(ServerTest, AHungServerEndsInARetry) {
  auto writer = NewWriter(R"(,"timeout_ms":700)");
  test::PostgresServer::Query(
      url_,
      "create function hang() returns trigger language plpgsql as "
      "$$ begin perform pg_sleep(60); return new; end $$; create trigger hang before insert "
      "on events for each row execute function hang()");
  fake::BatchOf batch;
  batch.Add(Event());
  const auto start = steady_clock::now();
  EXPECT_EQ(writer->WriteBatch(batch.write()).code, GRIOT_RETRY);
  EXPECT_LT(steady_clock::now() - start, milliseconds(2500));
  EXPECT_EQ(host_.health("postgres"), GRIOT_DOWN);
}

}  // namespace
}  // namespace griot::postgres
