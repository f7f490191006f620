#pragma once

#include "plugins/segment_api/segment_api.h"
#include "tests/support/door_fixture.h"

namespace griot::segment_api {

using test::Member;

// Authorization: Basic, of "wk_test:".
constexpr char kBasic[] = "Basic d2tfdGVzdDo=";

// A running stage in a fake host, with one key, "wk_test", of the project "shop".
class SegmentTest : public test::DoorFixture<SegmentApi> {
 protected:
  void SetUp() override { Open(); }

  void Open(std::string_view options = "{}") {
    OpenAs("collect/segment", options, test::KeySettings({{"wk_test", "shop"}}));
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
    EXPECT_EQ(answer.body, R"({"success":true})");
    return Taken(answer);
  }

  // Posts one message, which must be refused, and gives "field: error".
  std::string Refuse(std::string_view call, const std::string& body) {
    host_.intake.Clear();
    return Refused(Post(call, body));
  }
};

}  // namespace griot::segment_api
