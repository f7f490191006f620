#include "plugins/dashboard/api/finish.h"

#include "griot/door/sha256.hpp"
#include "plugins/dashboard/auth/headers.h"
#include "plugins/dashboard/auth/mask.h"

namespace griot::dashboard {
namespace {

std::string EtagOf(const std::string& body) {
  return '"' + HexOf(Sha256()(body)).substr(0, 32) + '"';
}

bool Holds(std::string_view list, std::string_view etag) {
  return list == "*" || list.find(etag) != std::string_view::npos;
}

}  // namespace

void Finish(const Call& call, Answer answer) {
  std::vector<Header> headers;
  std::string etag;
  headers.push_back({"Content-Type", answer.type});
  const auto& policy = answer.type.starts_with("text/html") ? kPageHeaders : kAnswerHeaders;
  headers.insert(headers.end(), policy.begin(), policy.end());
  if (answer.status == 200 && call.caller.role == Role::kViewer && !answer.of_nobody) {
    answer.body = MaskJson(answer.body);
  }
  const bool cacheable = answer.status == 200 && call.method == GRIOT_GET;
  headers.push_back({"Cache-Control", cacheable ? "private, no-cache" : "no-store"});
  if (cacheable) {
    etag = EtagOf(answer.body);
    headers.push_back({"ETag", etag});
    if (Holds(call.Header("If-None-Match"), etag)) {
      answer.status = 304;
      answer.body.clear();
    }
  }
  for (const auto& [name, value] : answer.headers) headers.push_back({name, value});
  call.reply.Answer(answer.status, headers, answer.body);
}

}  // namespace griot::dashboard
