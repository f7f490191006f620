// What several commands need: options that all take, the catalogue, the definition.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "griot/json.hpp"
#include "host/cli/command.h"
#include "host/config/config.h"
#include "host/control/data_dir.h"
#include "host/loader/catalogue.h"

namespace griot::host {

// Parses; prints help or the usage error itself. Then *exit_code says what to return.
bool Parse(CLI::App& app, const Arguments& arguments, int* exit_code);

// A private folder for copies of plugins, removed at the end. For commands that do not run griot.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Where plugins are looked for when no pipeline file says: $GRIOT_PLUGINS, else beside the program.
std::vector<std::string> DefaultPluginDirs();

// Loads the files; prints what is wrong with them, and warnings, to standard error.
config::Loaded LoadFiles(const std::vector<std::string>& files, Catalogue& catalogue,
                         const DataDir& data);

// Asks the griot that runs with this data folder, or prints why not.
bool Ask(const std::string& data_path, std::string_view request, std::string* answer);

// What a command that only asks has heard.
struct Answered {
  bool as_json = false;
  std::string answer;  // as it came
  json::Document document;
};

// Adds --data and --json to `app`, parses, and asks. False: *exit_code says what to return, and all
// has been said.
bool AskHere(CLI::App& app, const Arguments& arguments, std::string_view request, Answered* got,
             int* exit_code);

}  // namespace griot::host
