#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/testing.hpp"
#include "plugins/segment_api/segment_api.h"
#include "tests/support/door_kit.h"

namespace griot::segment_api {

using test::Member;

// Authorization: Basic, of "wk_test:".
constexpr char kBasic[] = "Basic d2tfdGVzdDo=";

// A running stage in a fake host, with one key, "wk_test", of the project "shop".
class SegmentTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void TearDown() override {
    EXPECT_EQ(host_.Violations(), "");
    EXPECT_EQ(host_.intake.open_count(), 0);
  }

  void Open(std::string_view options = "{}") {
    stage_.reset();
    host_.http.RemoveRoutes();
    host_.http.decode = &test::Gunzip;
    stage_ = std::make_unique<SegmentApi>(host_.Config("collect/segment", options));
    host_.intake.Attach(stage_.get());
    const Status status = stage_->Start();
    ASSERT_TRUE(status.ok()) << status.text;
    SetKeys(1, {{"wk_test", "shop"}});
  }

  void SetKeys(uint64_t version, const std::vector<std::pair<std::string, std::string>>& keys) {
    host_.settings.Set(version, test::KeySettings(keys));
  }

  fake::Answer Post(std::string_view call, std::string body,
                    fake::Pairs headers = {{"Authorization", kBasic}}) {
    return host_.http.Call(GRIOT_POST, "/v1/" + std::string(call), std::move(headers),
                           std::move(body));
  }

  // Posts one message, which must be taken, and gives its event.
  fake::Heard Take(std::string_view call, const std::string& body,
                   fake::Pairs headers = {{"Authorization", kBasic}}) {
    host_.intake.Clear();
    const fake::Answer answer = Post(call, body, std::move(headers));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body, R"({"success":true})");
    const auto events = host_.intake.events();
    EXPECT_EQ(events.size(), 1u);
    return events.empty() ? fake::Heard{} : events[0];
  }

  // Posts one message, which must be refused, and gives "field: error".
  std::string Refuse(std::string_view call, const std::string& body) {
    host_.intake.Clear();
    const fake::Answer answer = Post(call, body);
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
  std::unique_ptr<SegmentApi> stage_;
};

}  // namespace griot::segment_api
