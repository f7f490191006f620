#include "plugins/dashboard/api/answer.h"

#include "griot/json.hpp"

namespace griot::dashboard {

Answer ErrorAnswer(const Problem& problem) {
  Answer answer{problem.status, "application/json", {}, {}};
  json::Writer<std::string> w(answer.body);
  w.BeginObject().Key("error").BeginObject().Key("status").Int(problem.status);
  w.Key("code").String(problem.code);
  if (!problem.parameter.empty()) w.Key("parameter").String(problem.parameter);
  w.Key("message").String(problem.message).EndObject().EndObject();
  if (problem.retry_after > 0) {
    answer.headers.emplace_back("Retry-After", std::to_string(problem.retry_after));
  }
  return answer;
}

}  // namespace griot::dashboard
