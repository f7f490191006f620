#include <thread>

#include "migrator.h"
#include "writer_fixture.h"

namespace griot::postgres {
namespace {

class MigrationTest : public WriterTest {
 protected:
  PgError Run(std::span<const Migration> list, MigrationReport* report, bool dry_run = false) {
    return MigrateAt(url_, list, dry_run, Clock::now() + std::chrono::seconds(60), report);
  }
  // What Postgres says to the role; "" when it may.
  std::string Try(const std::string& role, const std::string& sql) {
    try {
      Sql("set role " + role + "; " + sql);
      return "";
    } catch (const std::runtime_error& e) {
      return e.what();
    }
  }
};

TEST_F(MigrationTest, OnceAndOnlyOnce) {
  const auto core = CoreMigrations();
  MigrationReport report;
  ASSERT_EQ(Run(core, &report, true).message, "");
  EXPECT_EQ(report.applied.size(), core.size());
  EXPECT_EQ(Sql("select to_regclass('events') is null"), "t");
  report = {};
  ASSERT_EQ(Run(core, &report).message, "");
  EXPECT_EQ(report.applied.size(), core.size());
  EXPECT_EQ(report.applied.front(), "core 1 events");
  report = {};
  ASSERT_EQ(Run(core, &report).message, "");
  EXPECT_TRUE(report.applied.empty());
  EXPECT_TRUE(report.differences.empty());
  EXPECT_EQ(Sql("select string_agg(id, ' ') from projects"), "default");
  EXPECT_EQ(Sql("select tableowner from pg_tables where tablename = 'events'"), "griot_owner");
}

TEST_F(MigrationTest, ManyAtOnce) {
  const auto core = CoreMigrations();
  std::vector<std::string> errors(6);
  std::vector<size_t> applied(6);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < errors.size(); ++i) {
    threads.emplace_back([&, i] {
      MigrationReport report;
      errors[i] = Run(core, &report).message;
      applied[i] = report.applied.size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  size_t total = 0;
  for (size_t i = 0; i < errors.size(); ++i) {
    EXPECT_EQ(errors[i], "");
    total += applied[i];
  }
  EXPECT_EQ(total, core.size());
}

TEST_F(MigrationTest, AnEditedMigrationIsNamed) {
  auto core = CoreMigrations();
  MigrationReport report;
  ASSERT_TRUE(Run(core, &report).ok());
  core[1].sql += "\n-- changed";
  report = {};
  ASSERT_TRUE(Run(core, &report).ok());
  EXPECT_EQ(report.differences, std::vector<std::string>{"core 2 projects"});
}

TEST_F(MigrationTest, OneThatFailsLeavesNothingBehind) {
  auto list = CoreMigrations();
  list.push_back({"extra", 1, "half", "create table half (a int); select 1 / 0;"});
  MigrationReport report;
  const PgError error = Run(list, &report);
  EXPECT_NE(error.message.find("migration extra 1 half: division by zero"), std::string::npos);
  EXPECT_EQ(Sql("select to_regclass('half') is null"), "t");
  EXPECT_EQ(Number("select count(*) from migrations"), static_cast<int64_t>(list.size()) - 1);
  list.back().sql = "create table half (a int)";
  EXPECT_EQ(Run(list, &report).message, "");
}

TEST_F(MigrationTest, RolesHaveTheirRightsAndNoMore) {
  fake::BatchOf batch;
  batch.Add(Event(1));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  for (const char* sql :
       {"drop table events", "alter table events add x int", "create table x (a int)",
        "truncate events", "delete from events", "update events set name = 'x'",
        "delete from event_ids", "drop function griot_settings()", "create schema x",
        "insert into projects (id) values ('x')"}) {
    EXPECT_NE(Try("griot_writer", sql), "") << sql;
  }
  EXPECT_EQ(Try("griot_writer", "select griot_ensure_months('{2031-01-01}')"), "");
  EXPECT_EQ(Try("griot_reader", "select count(*) from events"), "");
  EXPECT_NE(Try("griot_reader", "insert into events select * from events"), "");
  EXPECT_NE(Try("griot_reader", "select griot_ensure_months('{2025-01-01}')"), "");
  EXPECT_NE(Try("griot_reader", "select * from write_keys"), "");
  EXPECT_NE(Try("griot_app", "select * from events"), "");
  EXPECT_NE(Try("griot_app", "select * from dead_letters"), "");
  EXPECT_EQ(Try("griot_app", "insert into projects (id) values ('y')"), "");
}

TEST_F(MigrationTest, ALoginWithoutRightsIsToldWhatToRun) {
  // The database must have an owner of its own, or public could be written by the login.
  Sql("do $$ begin create role plain login; exception when duplicate_object then null; end $$");
  const std::string plain =
      test::PostgresServer::Shared().Url(Sql("select current_database()"), "plain");
  MigrationReport report;
  const PgError error =
      MigrateAt(plain, CoreMigrations(), false, Clock::now() + std::chrono::seconds(60), &report);
  EXPECT_EQ(error.sqlstate, "42501") << error.message;
  EXPECT_NE(error.message.find("GRANT griot_owner"), std::string::npos) << error.message;
  ASSERT_TRUE(Run(CoreMigrations(), &report).ok());
  // Up to date: only read, which anyone may.
  EXPECT_EQ(
      MigrateAt(plain, CoreMigrations(), false, Clock::now() + std::chrono::seconds(60), &report)
          .message,
      "");
}

}  // namespace
}  // namespace griot::postgres
