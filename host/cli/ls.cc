// griot ls: the pipelines and stages of the griot that runs here.
#include <iostream>

#include "host/cli/common.h"

namespace griot::host {
namespace {

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

void PrintStages(json::Value stages) {
  for (json::Value stage : stages.elements()) {
    std::printf("  %-30s %-9s %-20s %-8s %4llu %4llu  %s\n", Text(stage.Find("stage")).c_str(),
                Text(stage.Find("kind")).c_str(), Text(stage.Find("plugin")).c_str(),
                Text(stage.Find("version")).c_str(),
                static_cast<unsigned long long>(stage.Find("generation").uint64().value_or(0)),
                static_cast<unsigned long long>(stage.Find("instances").uint64().value_or(0)),
                Text(stage.Find("file")).c_str());
    if (const std::string installed = Text(stage.Find("installed")); !installed.empty())
      std::printf("  %-30s swapped in; the plugins folder has %s\n", "", installed.c_str());
  }
}

}  // namespace

int LsCommand(const Arguments& arguments) {
  CLI::App app("The pipelines and stages that run here.", "griot ls");
  Answered got;
  int code = kOk;
  if (!AskHere(app, arguments, R"({"op":"ls"})", &got, &code)) return code;
  if (got.as_json) {
    std::cout << got.answer << "\n";
    return kOk;
  }
  std::printf("  %-30s %-9s %-20s %-8s %4s %4s  %s\n", "stage", "kind", "plugin", "version", "gen",
              "inst", "file");
  for (json::Value pipeline : got.document.root().Find("pipelines").elements()) {
    const auto lanes = pipeline.Find("lanes").uint64().value_or(0);
    std::printf("%s, %llu lane%s\n", Text(pipeline.Find("name")).c_str(),
                static_cast<unsigned long long>(lanes), lanes == 1 ? "" : "s");
    PrintStages(pipeline.Find("stages"));
  }
  if (const json::Value services = got.document.root().Find("services"); services.size() > 0) {
    std::printf("services\n");
    PrintStages(services);
  }
  return kOk;
}

}  // namespace griot::host
