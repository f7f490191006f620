#include "plugins/history_import/client/state_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/plugins/history_import/temp_dir.h"

namespace griot::history_import {
namespace {

std::string Text(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class StateFileTest : public ::testing::Test {
 protected:
  // What a new process finds.
  std::optional<ImportState> Reopen() {
    file_.reset();
    file_.emplace(dir_.path(), "a");
    std::optional<ImportState> state;
    const Status status = file_->Open(&state);
    EXPECT_TRUE(status.ok()) << status.text;
    return state;
  }

  TempDir dir_;
  std::optional<StateFile> file_;
};

TEST_F(StateFileTest, WhatWasSavedIsFound) {
  EXPECT_FALSE(Reopen());
  ImportState state;
  state.cursor = R"({"table":"events","key":"\"k"})";
  state.seconds = 2.5;
  state.tally.rows = 7;
  state.tally.taken = 6;
  Tally::Count(&state.tally.refused, "a \"reason\"", 1);
  state.before = LedgerLine{"p", "collect/import", 10, 9, 1, 0, 0, 0};
  ASSERT_TRUE(file_->Save({{0, "why", "the \"line\"", false, false}}, &state).ok());
  const auto found = Reopen();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->cursor, state.cursor);
  EXPECT_EQ(found->seconds, 2.5);
  EXPECT_EQ(found->tally.rows, 7u);
  EXPECT_EQ(found->tally.refused.at("a \"reason\""), 1u);
  EXPECT_EQ(found->before->source, "collect/import");
  EXPECT_EQ(found->before->stored, 9u);
  EXPECT_EQ(Text(file_->refused_path()), "{\"reason\":\"why\",\"line\":\"the \\\"line\\\"\"}\n");
  struct stat refused {};
  ASSERT_EQ(stat(file_->refused_path().c_str(), &refused), 0);
  EXPECT_EQ(refused.st_mode & 0777u, 0600u);
}

TEST_F(StateFileTest, RefusedLinesBehindTheStateAreForgotten) {
  Reopen();
  ImportState state;
  state.cursor = "{}";
  ASSERT_TRUE(file_->Save({{0, "a", "1", false, false}}, &state).ok());
  const std::string kept = Text(file_->refused_path());
  std::ofstream(file_->refused_path(), std::ios::app) << "half a li";
  Reopen();
  EXPECT_EQ(Text(file_->refused_path()), kept);
}

TEST_F(StateFileTest, ABrokenStateIsNone) {
  Reopen();
  ImportState state;
  state.cursor = "{}";
  ASSERT_TRUE(file_->Save({}, &state).ok());
  for (const char* const text : {"", "{", "{\"version\":2,\"cursor\":{}}", "{\"version\":1}"}) {
    std::ofstream(dir_.path() + "/import/a.json") << text;
    EXPECT_FALSE(Reopen()) << text;
  }
}

TEST_F(StateFileTest, OneAtATime) {
  Reopen();
  StateFile second(dir_.path(), "a"), other(dir_.path(), "b");
  std::optional<ImportState> state;
  EXPECT_EQ(second.Open(&state).code, GRIOT_RETRY);
  EXPECT_TRUE(other.Open(&state).ok());
}

TEST_F(StateFileTest, ADoneImportLeavesNothingToGoOnWith) {
  Reopen();
  ImportState state;
  state.cursor = "{}";
  ASSERT_TRUE(file_->Save({}, &state).ok());
  file_->Finish();
  EXPECT_FALSE(Reopen());
}

}  // namespace
}  // namespace griot::history_import
