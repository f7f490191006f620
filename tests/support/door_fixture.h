#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/testing.hpp"
#include "tests/support/door_kit.h"

namespace griot::test {

// A running stage of a door in a fake host.
template <class Stage>
class DoorFixture : public ::testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(host_.Violations(), "");
    EXPECT_EQ(host_.intake.open_count(), 0);
  }

  // A new one in the place of that before. `settings` make its keys known.
  void OpenAs(const char* stage, std::string_view options, const std::string& settings) {
    stage_.reset();
    host_.http.RemoveRoutes();
    host_.http.decode = &Gunzip;
    stage_ = std::make_unique<Stage>(host_.Config(stage, options));
    host_.intake.Attach(stage_.get());
    const Status status = stage_->Start();
    ASSERT_TRUE(status.ok()) << status.text;
    host_.settings.Set(1, settings);
  }
  void SetKeys(uint64_t version, const std::vector<std::pair<std::string, std::string>>& keys) {
    host_.settings.Set(version, KeySettings(keys));
  }

  // The one event that a request brought, which must have been taken. Clear the intake before.
  fake::Heard Taken(const fake::Answer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto events = host_.intake.events();
    EXPECT_EQ(events.size(), 1u) << answer.body;
    return events.empty() ? fake::Heard{} : events[0];
  }

  // "field: error" of a request of which nothing must have been taken. Clear the intake before.
  std::string Refused(const fake::Answer& answer) {
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
  std::unique_ptr<Stage> stage_;
};

}  // namespace griot::test
