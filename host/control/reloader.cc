#include "host/control/reloader.h"

#include <chrono>

#include "host/config/config.h"
#include "host/telemetry/log.h"

namespace griot::host {

ReloadReport Reloader::Run() {
  claimed_.store(true);
  LogInfo("reload: reading the pipeline files");
  const auto began = std::chrono::steady_clock::now();
  ReloadReport report = Apply();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  runtime_.CountReload(report.ok());
  for (const std::string& warning : report.warnings) LogWarn("reload: " + warning);
  for (const std::string& line : report.Lines())
    Log(report.ok() ? GRIOT_LOG_INFO : GRIOT_LOG_ERROR, {}, "reload: " + line);
  claimed_.store(false);
  return report;
}

ReloadReport Reloader::Apply() {
  // DIR/env may have changed as well.
  DataDir data;
  if (Status s = DataDir::Open(data_.path(), false, &data); !s.ok())
    return ReloadReport::Refuse("", s.text);
  auto catalogue = std::make_shared<Catalogue>(data_.run_dir(), &runtime_.catalogue());
  const auto env = [&](std::string_view name) { return data.Env(name); };
  const config::Loaded loaded = config::Load(files_, *catalogue, env, plugin_dirs_);
  ReloadReport report;
  if (loaded.ok()) {
    report = runtime_.Apply(loaded.def, std::move(catalogue));
  } else {
    report.faulty = true;
    for (const config::Problem& problem : loaded.problems)
      report.refused.push_back({"", problem.Format()});
  }
  report.warnings.insert(report.warnings.begin(), loaded.warnings.begin(), loaded.warnings.end());
  return report;
}

}  // namespace griot::host
