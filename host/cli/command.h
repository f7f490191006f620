// The commands of the program: one file each. A command gets the rest of the command line, and
// answers the exit code: 0 ok, 1 differences or failure, 2 usage, 3 configuration.
#pragma once

#include <string>
#include <vector>

namespace griot::host {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kConfiguration = 3;

using Arguments = std::vector<std::string>;

int RunCommand(const Arguments& arguments);        // run FILE…
int ValidateCommand(const Arguments& arguments);   // validate FILE…
int PluginsCommand(const Arguments& arguments);    // plugins
int SchemaCommand(const Arguments& arguments);     // schema
int GraphCommand(const Arguments& arguments);      // graph FILE…
int LedgerCommand(const Arguments& arguments);     // ledger
int StatusCommand(const Arguments& arguments);     // status
int LsCommand(const Arguments& arguments);         // ls
int ReloadCommand(const Arguments& arguments);     // reload
int SwapCommand(const Arguments& arguments);       // swap STAGE FILE
int PreflightCommand(const Arguments& arguments);  // preflight, for griot itself
int TapCommand(const Arguments& arguments);        // tap
int TopCommand(const Arguments& arguments);        // top

// Commands that plugins bring ("migrate", "dead-letters ls", …). -1: no plugin knows it.
int PluginCommand(const Arguments& arguments);
// A line for each, for `griot --help`.
std::string PluginCommandsHelp();

}  // namespace griot::host
