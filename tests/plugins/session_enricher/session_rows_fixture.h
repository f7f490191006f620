#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "enricher.h"
#include "griot/testing.hpp"
#include "griot/time.hpp"
#include "session_cache.h"
#include "sink.h"
#include "support/postgres_server.h"

namespace griot::sessions {

constexpr griot_time kStart = 1'760'000'000'000'000;

// session_enricher and postgres_writer together on a real Postgres, as the host joins them.
class SessionRowsTest : public ::testing::Test {
 protected:
  SessionRowsTest() : url_(test::PostgresServer::Shared().NewDatabase()) {
    plugin_.struct_size = sizeof plugin_;
    plugin_.id = "session_enricher";
    plugin_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? SessionEnricher::Store() : nullptr;
    };
    host_.catalogue.plugins.push_back(&plugin_);
    writer_ = std::make_unique<postgres::PostgresWriter>(
        host_.Config("process/store", R"({"url":")" + url_ + R"("})"));
    EXPECT_TRUE(writer_->Start().ok());
    Restart();
  }

  // A new enricher, which knows only what the store tells it.
  void Restart(size_t max_keys = 1000) {
    enricher_ = std::make_unique<SessionEnricher>(
        host_.Config("process/session"),
        std::make_unique<SessionCache>(
            max_keys, [this](std::span<const griot_str> keys, const SessionCache::Take& take) {
              const Status status = writer_->Lookup("griot_session_states", keys, take);
              EXPECT_TRUE(status.ok()) << status.text;
            }));
  }
  void Run(fake::BatchOf& batch) {
    enricher_->Process(batch.view());
    Write& write = batch.write();
    const Status status = writer_->WriteBatch(write);
    ASSERT_TRUE(status.ok()) << status.text;
    std::vector<griot_outcome> outcomes;
    for (size_t i = 0; i < batch.size(); ++i) outcomes.push_back(batch.outcome(i));
    enricher_->Settled({batch.raw(), outcomes.data(), batch.replies()});
    for (const fake::LogLine& line : host_.logs()) {
      ASSERT_EQ(line.text.find("refused"), std::string::npos) << line.text;
    }
  }
  std::string Sql(const std::string& sql) const { return test::PostgresServer::Query(url_, sql); }

  static fake::Heard Event(uint64_t n, griot_time at, const char* name = "page_view") {
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, "e" + std::to_string(n));
    e.project = "default";
    e.source = "collect/web";
    e.channel = "web";
    e.name = name;
    e.user_id = "u";
    e.occurred_at = e.received_at = kStart + at * kSecond;
    return e;
  }

  fake::Host host_;
  griot_plugin plugin_{};
  std::string url_;
  std::unique_ptr<postgres::PostgresWriter> writer_;
  std::unique_ptr<SessionEnricher> enricher_;
};

}  // namespace griot::sessions
