#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "griot/testing.hpp"
#include "sink.h"
#include "support/postgres_server.h"

namespace griot::postgres {

inline constexpr griot_time kNoon = 1'760'000'000'000'000;  // 2025-10-09

// A fake host, a new database, and a started writer on it.
class WriterTest : public ::testing::Test {
 protected:
  WriterTest() { url_ = test::PostgresServer::Shared().NewDatabase(); }

  std::string Options() const { return R"({"url":")" + url_ + R"("})"; }
  std::unique_ptr<PostgresWriter> NewWriter(uint32_t lane = 0) {
    StageConfig config = host_.Config("process/store", Options());
    config.lane = lane;
    auto writer = std::make_unique<PostgresWriter>(config);
    EXPECT_TRUE(writer->Start().ok());
    return writer;
  }
  PostgresWriter& writer() {
    if (writer_ == nullptr) writer_ = NewWriter();
    return *writer_;
  }
  Status Write(fake::BatchOf& batch) {
    Status status = writer().WriteBatch(batch.write());
    if (!status.ok()) last_error_ = status.text;
    return status;
  }
  std::string Sql(const std::string& sql) const { return test::PostgresServer::Query(url_, sql); }
  int64_t Number(const std::string& sql) const { return std::stoll(Sql(sql)); }

  // The writer's log, for a failure's message.
  std::string Log() const {
    std::string text;
    for (const fake::LogLine& line : host_.logs()) text += line.text + "\n";
    return text;
  }

  // An event of its own for every number.
  static fake::Heard Event(uint64_t n) {
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, std::to_string(n));
    e.project = "default";
    e.source = "collect/web";
    e.channel = "web";
    e.name = "page_view";
    e.user_id = "u" + std::to_string(n % 7);
    e.occurred_at = kNoon + static_cast<griot_time>(n) * kSecond;
    e.received_at = e.occurred_at + kSecond;
    e.properties = R"({"n":)" + std::to_string(n) + "}";
    return e;
  }

  fake::Host host_;
  std::string url_;
  std::string last_error_;
  std::unique_ptr<PostgresWriter> writer_;
};

}  // namespace griot::postgres
