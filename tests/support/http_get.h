// One request over a connection of its own, for tests that only need an answer.
#pragma once

#include <cstdint>
#include <string>

namespace griot::test {

struct HttpAnswer {
  int status = 0;    // 0: no answer
  std::string head;  // status line and headers
  std::string body;  // as it came; chunked stays chunked
};

// Waits at most 10 seconds. `headers`: whole lines, each with its line end.
HttpAnswer HttpCall(uint16_t port, const std::string& method, const std::string& target,
                    const std::string& body = {}, const std::string& headers = {});

}  // namespace griot::test
