// griot validate FILE…: everything that can be known without touching the outside.
#include <iostream>

#include "host/cli/common.h"
#include "host/pipeline/runtime.h"
#include "host/pipeline/stage_record.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// Stages that run, or will run, something else than the plugins folder's version of their plugin.
void PrintSwapped(const config::Definition& definition, const Catalogue& catalogue,
                  const StageRecord& record) {
  for (const config::PipelineDef& pipeline : definition.pipelines) {
    for (const config::StageDef& def : pipeline.transforms) {
      const std::string name = pipeline.name + "/" + def.id;
      const auto it = record.stages().find(name);
      if (it == record.stages().end()) continue;
      const auto installed = catalogue.Find(def.plugin);
      const RecordedStage& swapped = it->second;
      if (def.plugin != swapped.plugin) {
        std::cout << "note: " << name << " was swapped to " << swapped.plugin << " "
                  << swapped.now.version << ", which is forgotten: it is " << def.plugin
                  << " now\n";
      } else if (installed->sha256() != swapped.now.sha256) {
        std::cout << "note: " << name << " runs " << swapped.plugin << " " << swapped.now.version
                  << ", swapped in at " << swapped.swapped_at << "; the plugins folder has "
                  << installed->plugin().version << "\n";
      }
    }
  }
}

}  // namespace

int ValidateCommand(const Arguments& arguments) {
  CLI::App app("Checks pipeline files and the options of every stage.", "griot validate");
  std::vector<std::string> files;
  std::string data_path;
  app.add_option("files", files, "pipeline files, as they would be run together")->required();
  app.add_option("--data", data_path, "data folder, for its env file");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  InitLog(GRIOT_LOG_WARN, true);
  DataDir data;
  if (Status s = DataDir::Open(data_path, false, &data); !s.ok()) {
    std::cerr << s.text << "\n";
    return kFailed;
  }
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  config::Loaded loaded = LoadFiles(files, catalogue, data);
  if (!loaded.ok()) {
    std::cerr << loaded.problems.size() << " problem" << (loaded.problems.size() == 1 ? "" : "s")
              << "\n";
    return kConfiguration;
  }
  const size_t pipelines = loaded.def.pipelines.size();
  const config::Definition definition = loaded.def;
  Runtime runtime(std::move(loaded.def), catalogue, scratch.path(), {});
  if (Status s = runtime.Create(); !s.ok()) {
    std::cerr << s.text << "\n1 problem\n";
    return kConfiguration;
  }
  PrintSwapped(definition, catalogue, StageRecord(data.path()));
  std::cout << "ok: " << pipelines << " pipeline" << (pipelines == 1 ? "" : "s") << "\n";
  return kOk;
}

}  // namespace griot::host
