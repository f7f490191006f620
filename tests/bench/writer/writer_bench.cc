// Rows a second of postgres_writer against the limit (../shared/bench: COPY of the same events into
// a temporary table, then one INSERT … SELECT … ON CONFLICT DO NOTHING into event_ids and events,
// by one connection), on one server in one run, by turns. With sessions: the same batches go
// through session_enricher first, whose facts are applied in the same transactions; with people
// through identity_resolver as well.
//
//   bench_writer [events] [rounds] [users]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "batch_of_many.h"
#include "connection.h"
#include "enricher.h"
#include "griot/testing.hpp"
#include "session_cache.h"
#include "sink.h"
#include "store_plugins.h"
#include "support/postgres_server.h"

namespace griot::postgres {
namespace {

using Seconds = std::chrono::duration<double>;

double RatePerSecond(size_t rows, Clock::time_point start) {
  return static_cast<double>(rows) / Seconds(Clock::now() - start).count();
}

void Must(const PgError& error) {
  if (error.ok()) return;
  std::fprintf(stderr, "%s\n", Explain(error).c_str());
  std::exit(1);
}

// SetSession and AppendFact of BatchOfMany, as the plugins see them.
void UseCheapBatches() {
  static griot_batch_api api = *fake::BatchOf::Api();
  api.set_session = &BatchOfMany::SetSession;
  api.append_fact = &BatchOfMany::AppendFact;
  api.get = &BatchOfMany::Get;
  static griot_host host = *detail::g_host;
  host.batch = &api;
  detail::g_host = &host;
}

class Bench {
 public:
  Bench(size_t events, uint64_t users)
      : server_({"fsync = on", "shared_buffers = 1GB", "max_wal_size = 4GB"}),
        url_(server_.NewDatabase()),
        events_(MakeEvents(events, users)) {
    UseCheapBatches();
  }

  double Limit() {
    NewWriter();  // migrates
    Clear();
    Connection c;
    const Deadline deadline = Clock::now() + std::chrono::minutes(5);
    Must(c.Open(url_, deadline, {}));
    Must(c.ExecScript(
        "create temp table staging (like events including defaults); "
        "alter table staging drop column tx; select griot_ensure_months('{2025-10-01}')",
        deadline));
    BatchOfMany all(events_, 0, events_.size());
    EventRows rows;
    BatchPlan plan;
    plan.Build(all.batch());
    std::fill(plan.fresh.begin(), plan.fresh.end(), uint8_t{1});
    const std::string data(rows.Copy(plan));
    const auto start = Clock::now();
    std::string copy = EventRows::kCopySql;
    copy.replace(copy.find("events"), 6, "staging");
    Must(c.CopyIn(copy.c_str(), data, deadline));
    Must(c.Exec(
        "with fresh as (insert into event_ids (project, id, occurred_at) select project, id, "
        "occurred_at from staging on conflict do nothing returning project, id) "
        "insert into events (id, project, source, channel, name, user_id, anonymous_id, "
        "session_id, "
        "occurred_at, received_at, properties, context, device) "
        "select s.* from staging s join fresh using (project, id)",
        deadline));
    return RatePerSecond(events_.size(), start);
  }

  double Writer(size_t batch_size, bool sessions, bool people) {
    auto writer = NewWriter();
    Clear();
    sessions::SessionEnricher enricher(
        host_.Config("process/session"),
        std::make_unique<sessions::SessionCache>(
            200000, [&](std::span<const griot_str> keys, const sessions::SessionCache::Take& take) {
              (void)writer->Lookup("griot_session_states", keys, take);
            }));
    identity::IdentityResolver resolver(host_.Config("process/identity"));
    Seconds outside{0};  // making the host's batch is the host's work
    const auto start = Clock::now();
    for (size_t at = 0; at < events_.size(); at += batch_size) {
      const auto before = Clock::now();
      BatchOfMany many(events_, at, std::min(batch_size, events_.size() - at));
      outside += Clock::now() - before;
      if (sessions) enricher.Process(many.view());
      if (people) resolver.Process(many.view());
      const Status status = writer->WriteBatch(many.write());
      if (!status.ok()) {
        std::fprintf(stderr, "%s\n", status.text.c_str());
        std::exit(1);
      }
      if (sessions) enricher.Settled(many.settled());
      if (people) resolver.Settled(many.settled());
    }
    const Seconds all = Clock::now() - start - outside;
    const double rate = static_cast<double>(events_.size()) / all.count();
    if (test::PostgresServer::Query(url_, "select count(*) from events") !=
        std::to_string(events_.size())) {
      std::fprintf(stderr, "rows are missing\n");
      std::exit(1);
    }
    return rate;
  }

 private:
  std::unique_ptr<PostgresWriter> NewWriter() {
    auto writer = std::make_unique<PostgresWriter>(
        host_.Config("process/store", R"({"url":")" + url_ + R"("})"));
    if (!writer->Start().ok()) std::exit(1);
    return writer;
  }
  void Clear() {
    test::PostgresServer::Query(
        url_,
        "do $$ begin truncate events, event_ids; if to_regclass('sessions') is not null then "
        "truncate sessions, session_strays, session_aliases; end if; "
        "if to_regclass('persons') is not null then truncate persons, identifiers, "
        "identity_evidence, identity_log, identifier_spellings; end if; end $$");
    test::PostgresServer::Query(url_, "checkpoint");
  }

  fake::Host host_;
  StorePlugins plugins_{host_};
  test::PostgresServer server_;
  const std::string url_;
  const std::vector<fake::Heard> events_;
};

int Main(int argc, char** argv) {
  const size_t events = argc > 1 ? std::stoul(argv[1]) : 200000;
  const int rounds = argc > 2 ? std::stoi(argv[2]) : 3;
  const uint64_t users = argc > 3 ? std::stoul(argv[3]) : 50000;
  Bench bench(events, users);
  std::printf("%zu events of about 275 bytes; rows/s (ratio to the limit)\n", events);
  for (int round = 0; round < rounds; ++round) {
    const double limit = bench.Limit();
    std::printf("limit %8.0f", limit);
    for (const size_t size : {size_t{1000}, size_t{5000}}) {
      const double bare = bench.Writer(size, false, false);
      std::printf(" | batch %zu: bare %8.0f (%.2f)", size, bare, bare / limit);
      const double with = bench.Writer(size, true, false);
      std::printf(", sessions %8.0f (%.2f; %.2f of bare)", with, with / limit, with / bare);
      const double all = bench.Writer(size, true, true);
      std::printf(", and people %8.0f (%.2f; %.2f of sessions)", all, all / limit, all / with);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace griot::postgres

int main(int argc, char** argv) { return griot::postgres::Main(argc, argv); }
