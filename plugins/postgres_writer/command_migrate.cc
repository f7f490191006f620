#include "commands.h"
#include "griot/json.hpp"
#include "migrator.h"
#include "store_command.h"

namespace griot::postgres {
namespace {

void Print(const CommandLine& line, std::string_view what, const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    if (!line.json()) {
      line.Out(std::string(what) + " " + label + "\n");
      continue;
    }
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject().Key(what).String(label).EndObject();
    line.Out(text + "\n");
  }
}

}  // namespace

int32_t RunMigrate(const griot_command_call* call) {
  const StoreCommand line(call, {"--dry-run"}, {});
  if (!line.problem().empty() || !line.words().empty()) {
    return line.Fail(kUsage, line.problem().empty() ? "migrate takes no words" : line.problem());
  }
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, kNoDatabase);
  const bool dry_run = line.Has("--dry-run");
  const StoreCatalogue catalogue = ReadCatalogue();
  for (const std::string& problem : catalogue.problems) line.Fail(kFailed, problem);
  MigrationReport report;
  // A migration of a large table may take long; whoever runs it by hand waits.
  const PgError error = MigrateAt(*url, catalogue.migrations, dry_run,
                                  Clock::now() + std::chrono::hours(12), &report);
  Print(line, dry_run ? "pending" : "applied", report.applied);
  Print(line, "edited", report.differences);
  if (!error.ok()) return line.Fail(error);
  if (report.applied.empty() && report.differences.empty() && !line.json()) {
    line.Out("up to date\n");
  }
  return report.differences.empty() ? kDone : kFailed;
}

}  // namespace griot::postgres
