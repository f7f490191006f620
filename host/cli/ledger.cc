// griot ledger, griot status: asking the griot that runs here.
#include <iostream>

#include "griot/json.hpp"
#include "host/cli/common.h"
#include "host/control/control_server.h"

namespace griot::host {
namespace {

// Asks, or prints why not.
bool Ask(const std::string& data_path, std::string_view request, std::string* answer) {
  DataDir data;
  Status status = DataDir::Open(data_path, false, &data);
  if (status.ok()) status = AskControl(data.socket(), request, answer);
  if (!status.ok()) std::cerr << "griot: " << status.text << "\n";
  return status.ok();
}

void PrintLine(const char* name, json::Value line) {
  std::printf("%-44s", name);
  for (const char* key :
       {"accepted", "stored", "duplicate", "filtered", "dead", "in_flight", "restored"})
    std::printf(" %10llu", static_cast<unsigned long long>(line.Find(key).uint64().value_or(0)));
  std::printf("\n");
}

}  // namespace

int LedgerCommand(const Arguments& arguments) {
  CLI::App app("What was accepted, and what became of it, per project and source.", "griot ledger");
  std::string data_path;
  bool as_json = false;
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  app.add_flag("--json", as_json, "one JSON object");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  std::string answer;
  if (!Ask(data_path, R"({"op":"ledger"})", &answer)) return kFailed;
  json::Document document;
  if (!document.Parse(answer).ok()) return kFailed;
  const bool balanced = document.root().Find("balanced").boolean().value_or(false);
  if (as_json) {
    std::cout << answer << "\n";
    return balanced ? kOk : kFailed;
  }
  std::printf("%-44s %10s %10s %10s %10s %10s %10s %10s\n", "project source", "accepted", "stored",
              "duplicate", "filtered", "dead", "in flight", "restored");
  json::Scratch scratch;
  for (json::Value line : document.root().Find("lines").elements()) {
    const std::string name = std::string(line.Find("project").string(scratch).value_or("")) + " " +
                             std::string(line.Find("source").string(scratch).value_or(""));
    PrintLine(name.c_str(), line);
  }
  PrintLine("total", document.root().Find("total"));
  for (json::Value trouble : document.root().Find("troubles").elements())
    std::cout << "trouble: " << trouble.string(scratch).value_or("") << "\n";
  std::cout << (balanced ? "balanced\n" : "not balanced, or one side cannot be read\n");
  return balanced ? kOk : kFailed;
}

int StatusCommand(const Arguments& arguments) {
  CLI::App app("How the griot that runs here is doing, as JSON.", "griot status");
  std::string data_path;
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  std::string answer;
  if (!Ask(data_path, R"({"op":"status"})", &answer)) return kFailed;
  std::cout << answer << "\n";
  return kOk;
}

}  // namespace griot::host
