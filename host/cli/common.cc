#include "host/cli/common.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "host/control/control_server.h"

namespace griot::host {

namespace fs = std::filesystem;

bool Parse(CLI::App& app, const Arguments& arguments, int* exit_code) {
  try {
    Arguments reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
    return true;
  } catch (const CLI::ParseError& e) {
    const bool asked_for_help = app.exit(e) == 0;
    *exit_code = asked_for_help ? kOk : kUsage;
    return false;
  }
}

ScratchDir::ScratchDir() {
  std::string pattern = (fs::temp_directory_path() / "griot-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

std::vector<std::string> DefaultPluginDirs() {
  if (const char* dirs = std::getenv("GRIOT_PLUGINS"); dirs != nullptr && *dirs != '\0')
    return {dirs};
  std::error_code failed;
  const fs::path bin = fs::read_symlink("/proc/self/exe", failed).parent_path();
  std::vector<std::string> found;
  for (const char* beside : {"../plugins", "../lib/griot/plugins"})
    if (fs::is_directory(bin / beside, failed))
      found.push_back(fs::weakly_canonical(bin / beside, failed).string());
  return found;
}

config::Loaded LoadFiles(const std::vector<std::string>& files, Catalogue& catalogue,
                         const DataDir& data) {
  const auto env = [&](std::string_view name) { return data.Env(name); };
  config::Loaded loaded = config::Load(files, catalogue, env, DefaultPluginDirs());
  for (const std::string& warning : loaded.warnings) std::cerr << "warning: " << warning << "\n";
  for (const config::Problem& problem : loaded.problems) std::cerr << problem.Format() << "\n";
  return loaded;
}

bool Ask(const std::string& data_path, std::string_view request, std::string* answer) {
  DataDir data;
  Status status = DataDir::Open(data_path, false, &data);
  if (status.ok()) status = AskControl(data.socket(), request, answer);
  if (!status.ok()) std::cerr << "griot: " << status.text << "\n";
  return status.ok();
}

bool AskHere(CLI::App& app, const Arguments& arguments, std::string_view request, Answered* got,
             int* exit_code) {
  std::string data_path;
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  app.add_flag("--json", got->as_json, "one JSON object");
  if (!Parse(app, arguments, exit_code)) return false;
  *exit_code = kFailed;
  if (!Ask(data_path, request, &got->answer)) return false;
  const bool sense = got->document.Parse(got->answer).ok();
  if (!sense) std::cerr << "griot: the answer makes no sense; are both of one version?\n";
  return sense;
}

}  // namespace griot::host
