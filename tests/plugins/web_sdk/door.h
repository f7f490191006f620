#pragma once

#include "plugins/web_sdk/web_sdk.h"
#include "tests/support/door_fixture.h"

namespace griot::web_sdk {

using test::Gunzip;
using test::Gzip;
using test::KeySettings;
using test::Member;

// A running stage in a fake host, with one key, "wk_test", of the project "shop".
class DoorTest : public test::DoorFixture<WebSdk> {
 protected:
  void SetUp() override { Open(); }

  void Open(std::string_view options = "{}") {
    OpenAs("collect/web", options, KeySettings({{"wk_test", "shop"}}));
  }

  fake::Answer Post(std::string body, fake::Pairs headers = {{"X-Write-Key", "wk_test"}}) {
    return host_.http.Call(GRIOT_POST, "/v1/capture", std::move(headers), std::move(body));
  }

  // Posts one event, which must be taken, and gives it.
  fake::Heard Take(const std::string& event) {
    host_.intake.Clear();
    return Taken(Post(event));
  }

  // Posts one event, which must be refused, and gives "field: error".
  std::string Refuse(const std::string& event) {
    host_.intake.Clear();
    return Refused(Post(event));
  }
};

}  // namespace griot::web_sdk
