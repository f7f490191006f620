#pragma once

#include "plugins/history_import/door/import_door.h"
#include "tests/support/door_fixture.h"

namespace griot::history_import {

using test::Gunzip;
using test::Gzip;
using test::KeySettings;
using test::Member;

// A running stage in a fake host, with one key, "ik_test", of the project "shop".
class DoorTest : public test::DoorFixture<ImportDoor> {
 protected:
  void SetUp() override { Open(); }

  void Open(std::string_view options = "{}") {
    OpenAs("collect/import", options, test::KeySettings({{"ik_test", "shop"}}, "import"));
  }

  fake::Answer Post(std::string body, fake::Pairs headers = {{"X-Write-Key", "ik_test"}}) {
    return host_.http.Call(GRIOT_POST, "/v1/import", std::move(headers), std::move(body));
  }

  // Posts one line, which must be taken, and gives its event.
  fake::Heard Take(const std::string& line) {
    host_.intake.Clear();
    return Taken(Post(line));
  }

  // Posts one line, which must be refused, and gives "field: error".
  std::string Refuse(const std::string& line) {
    host_.intake.Clear();
    return Refused(Post(line));
  }
};

}  // namespace griot::history_import
