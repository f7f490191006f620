#include "plugins/dashboard/auth/user_command.h"

#include "griot/json.hpp"
#include "plugins/dashboard/auth/links.h"

namespace griot::dashboard {

ExitCode UserCommand::Begin(size_t words_wanted, const char* usage) {
  if (!problem().empty()) {
    Fail(kUsage, problem());
    return kUsage;
  }
  if (words().size() != words_wanted) {
    Fail(kUsage, std::string("usage: griot user ") + usage);
    return kUsage;
  }
  const auto url = Env("GRIOT_PG");
  if (!url) {
    Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
    return kConfiguration;
  }
  db_ = std::make_unique<Db>(*url, "griot_app", std::chrono::seconds(30), false);
  return kDone;
}

std::string UserCommand::Origin() const {
  std::string origin = Value("--url");
  for (const char* name : {"GRIOT_PUBLIC_URL", "GRIOT_URL"}) {
    if (origin.empty()) origin = Env(name).value_or("");
  }
  while (origin.ends_with('/')) origin.pop_back();
  if (!origin.empty()) return origin;
  std::string problem;
  const auto status = Ask(R"({"op":"status"})", &problem);
  json::Document document;
  int64_t port = 0;
  if (status && document.Parse(*status).ok()) {
    port = document.root().Find("port").int64().value_or(0);
  }
  return "http://127.0.0.1:" + std::to_string(port > 0 ? port : 8080);
}

void UserCommand::ShowLink(std::string_view email, const std::string& token) const {
  const std::string link = LinkUrl(Origin(), token);
  if (!json()) return Out(link + "\n");
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("link").String(link).Key("email").String(email).EndObject();
  Out(text + "\n");
}

int32_t FailStore(const UserCommand& line, const pg::Error& error) {
  if (error.sqlstate == "42P01") {
    return line.Fail(kFailed, "the tables are not there yet: griot migrate");
  }
  if (error.sqlstate == "23503") return line.Fail(kFailed, "there is no such project");
  return line.Fail(kFailed, error.what());
}

}  // namespace griot::dashboard
