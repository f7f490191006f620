#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace griot::dashboard {

// A whole answer to a request. Plain data.
struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool of_nobody = false;  // nothing in it is about people, so viewers may read it as it stands
};

// Why a request is not answered as was wished; thrown by whoever finds out.
struct Problem : std::exception {
  Problem(int status_, std::string code_, std::string message_, std::string parameter_ = {},
          long retry_after_ = 0)
      : status(status_),
        code(std::move(code_)),
        message(std::move(message_)),
        parameter(std::move(parameter_)),
        retry_after(retry_after_) {}
  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string code;
  std::string message;
  std::string parameter;  // the one that is wrong, if it is one
  long retry_after;       // seconds; 0: nothing is said
};

inline Problem BadParameter(std::string parameter, std::string message) {
  return {400, "bad_parameter", std::move(message), std::move(parameter)};
}

inline Answer JsonAnswer(int status, std::string body) {
  return {status, "application/json", std::move(body), {}};
}
// {"error":{"status":400,"code":"bad_parameter","parameter":"from","message":"…"}}
Answer ErrorAnswer(const Problem& problem);

}  // namespace griot::dashboard
