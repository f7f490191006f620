#pragma once

// What a door with keys tells of a request.

#include <string_view>

#include "griot/cpp/heard.hpp"
#include "griot/door/report.hpp"
#include "griot/door/write_key.hpp"

namespace griot {
inline namespace sdk_v1 {

// `key`: null where it is not known whose the request is. Views into what it is made of.
inline HeardRequest HeardOf(const WriteKey* key, const DoorReport& report, int status,
                            std::string_view reason) {
  HeardRequest heard{status, {}, {}, reason, report.accepted(), report.refused()};
  if (key != nullptr) {
    heard.project = key->project;
    heard.key = key->prefix;
  }
  // What was not kept was not accepted, whatever the body came to.
  if (status != 200) heard.accepted = 0;
  return heard;
}

}  // namespace sdk_v1
}  // namespace griot
