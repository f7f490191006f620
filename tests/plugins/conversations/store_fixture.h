#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "griot/testing.hpp"
#include "plugins/conversations/conversations.h"
#include "plugins/postgres_writer/sink.h"
#include "support/postgres_server.h"

namespace griot::conversations {

// The stage and the writer that applies its facts, on a new database.
class StoreFixture : public ::testing::Test {
 protected:
  explicit StoreFixture(std::string_view options = "{}")
      : url_(test::PostgresServer::Shared().NewDatabase()) {
    plugin_.struct_size = sizeof plugin_;
    plugin_.id = "conversations";
    plugin_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? Conversations::Store() : nullptr;
    };
    host_.catalogue.plugins.push_back(&plugin_);
    writer_ = std::make_unique<postgres::PostgresWriter>(
        host_.Config("process/store", R"({"url":")" + url_ + R"("})"));
    EXPECT_TRUE(writer_->Start().ok());
    stage_ = std::make_unique<Conversations>(host_.Config("process/conversations", options));
  }
  void Run(fake::BatchOf& batch) {
    stage_->Process(batch.view());
    const Status status = writer_->WriteBatch(batch.write());
    ASSERT_TRUE(status.ok()) << status.text;
    ASSERT_EQ(
        Sql("select count(*) || coalesce(max(detail), '') from dead_letters where kind = 'fact'"),
        "0");
  }
  std::string Sql(const std::string& sql) const { return test::PostgresServer::Query(url_, sql); }

  fake::Host host_;
  griot_plugin plugin_{};
  std::string url_;
  std::unique_ptr<postgres::PostgresWriter> writer_;
  std::unique_ptr<Conversations> stage_;
};

}  // namespace griot::conversations
