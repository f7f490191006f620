#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "griot/testing.hpp"
#include "plugins/history_import/door/import_door.h"
#include "tests/support/door_kit.h"

namespace griot::history_import {

using test::Gunzip;
using test::Gzip;
using test::KeySettings;
using test::Member;

// A running stage in a fake host, with one key, "ik_test", of the project "shop".
class DoorTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void TearDown() override {
    EXPECT_EQ(host_.Violations(), "");
    EXPECT_EQ(host_.intake.open_count(), 0);
  }

  void Open(std::string_view options = "{}") {
    stage_.reset();
    host_.http.RemoveRoutes();
    host_.http.decode = &Gunzip;
    stage_ = std::make_unique<ImportDoor>(host_.Config("collect/import", options));
    host_.intake.Attach(stage_.get());
    const Status status = stage_->Start();
    ASSERT_TRUE(status.ok()) << status.text;
    host_.settings.Set(1, KeySettings({{"ik_test", "shop"}}, "import"));
  }

  fake::Answer Post(std::string body, fake::Pairs headers = {{"X-Write-Key", "ik_test"}}) {
    return host_.http.Call(GRIOT_POST, "/v1/import", std::move(headers), std::move(body));
  }

  // Posts one line, which must be taken, and gives its event.
  fake::Heard Take(const std::string& line) {
    host_.intake.Clear();
    const fake::Answer answer = Post(line);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto events = host_.intake.events();
    EXPECT_EQ(events.size(), 1u) << answer.body;
    return events.empty() ? fake::Heard{} : events[0];
  }

  // Posts one line, which must be refused, and gives "field: error".
  std::string Refuse(const std::string& line) {
    host_.intake.Clear();
    const fake::Answer answer = Post(line);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_TRUE(host_.intake.submissions().empty());
    json::Document document;
    json::Scratch scratch;
    EXPECT_TRUE(document.Parse(answer.body).ok()) << answer.body;
    const json::Value first = document.root().FindPath("rejected.0");
    return std::string(first.Find("field").string(scratch).value_or("?")) + ": " +
           std::string(first.Find("error").string(scratch).value_or("?"));
  }

  fake::Host host_;
  std::unique_ptr<ImportDoor> stage_;
};

}  // namespace griot::history_import
