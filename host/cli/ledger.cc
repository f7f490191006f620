// griot ledger, griot status: asking the griot that runs here.
#include <iostream>

#include "host/cli/common.h"

namespace griot::host {
namespace {

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
  Answered got;
  int code = kOk;
  if (!AskHere(app, arguments, R"({"op":"ledger"})", &got, &code)) return code;
  const json::Document& document = got.document;
  const bool balanced = document.root().Find("balanced").boolean().value_or(false);
  if (got.as_json) {
    std::cout << got.answer << "\n";
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
