#pragma once

#include <string>

#include "griot/door/body.hpp"
#include "griot/door/report.hpp"
#include "griot/json.hpp"

namespace griot::segment_api {

// Segment's own answer where all is well; else what became of each event.
inline std::string ReportBody(const DoorReport& report, bool success) {
  std::string body;
  json::Writer<std::string> writer(body);
  writer.BeginObject().Key("success").Bool(success);
  if (report.refused() > 0) report.Write(writer);
  writer.EndObject();
  return body;
}

inline std::string ErrorBody(const Denial& denial) {
  std::string body;
  json::Writer<std::string> writer(body);
  writer.BeginObject().Key("success").Bool(false).Key("error").BeginObject();
  writer.Key("status").Int(denial.status).Key("message").String(denial.message);
  writer.EndObject().EndObject();
  return body;
}

}  // namespace griot::segment_api
