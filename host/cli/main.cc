// griot: the command line.
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "host/cli/command.h"
#include "host/pipeline/version.h"

namespace griot::host {
namespace {

struct Builtin {
  const char* name;
  const char* usage;
  const char* summary;
  int (*run)(const Arguments&);
};

constexpr Builtin kBuiltins[] = {
    {"run", "FILE… [--data DIR]", "runs the pipelines of the files until SIGTERM", RunCommand},
    {"validate", "FILE…", "checks pipeline files and the options of every stage", ValidateCommand},
    {"plugins", "[--json]", "lists the plugins that can be used", PluginsCommand},
    {"schema", "", "prints one JSON Schema for pipeline files, for editors", SchemaCommand},
    {"graph", "FILE… [--format mermaid|dot]", "draws what feeds what", GraphCommand},
    {"ledger", "[--data DIR] [--json]", "what was accepted, and what became of it", LedgerCommand},
    {"ls", "[--data DIR] [--json]", "the pipelines and stages that run here", LsCommand},
    {"swap", "STAGE FILE", "puts another version of a transform's plugin to work", SwapCommand},
    {"top", "[--data DIR] [--once] [--json]", "what every stage is doing, live", TopCommand},
    {"tap", "[STAGE] [--where FIELD=VALUE] [--id ID]", "live events at a stage", TapCommand},
    {"reload", "[--data DIR] [--json]", "goes over to what the files say now; SIGHUP does, too",
     ReloadCommand},
    {"status", "[--data DIR]", "how the griot that runs here is doing (JSON)", StatusCommand},
};

void PrintLine(const std::string& name, const std::string& summary) {
  std::printf("  %-44s %s\n", name.c_str(), summary.c_str());
}

int Help() {
  std::printf("griot %s: collects events, stores each exactly once, tells the story.\n\n",
              kVersion);
  std::printf("usage: griot COMMAND …   (COMMAND --help says more)\n\n");
  for (const Builtin& b : kBuiltins) PrintLine(std::string(b.name) + " " + b.usage, b.summary);
  const std::string brought = PluginCommandsHelp();
  if (!brought.empty()) std::printf("\nbrought by plugins:\n%s", brought.c_str());
  return kOk;
}

}  // namespace

int Main(const Arguments& arguments) {
  if (arguments.empty()) return Help(), kUsage;
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") return Help();
  if (first == "--version") return std::printf("griot %s\n", kVersion), kOk;
  if (first == "preflight") return PreflightCommand({});
  for (const Builtin& b : kBuiltins)
    if (first == b.name) return b.run({arguments.begin() + 1, arguments.end()});
  if (const int code = PluginCommand(arguments); code >= 0) return code;
  std::cerr << "griot: there is no command " << first << "; griot --help lists them\n";
  return kUsage;
}

}  // namespace griot::host

int main(int argc, char** argv) {
  // hiredis and others write to sockets whose other end may be gone.
  ::signal(SIGPIPE, SIG_IGN);
  return griot::host::Main({argv + 1, argv + argc});
}
