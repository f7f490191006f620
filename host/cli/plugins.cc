// griot plugins, griot schema: what can be used, and how its options look.
#include <iostream>

#include "griot/json.hpp"
#include "host/cli/common.h"

namespace griot::host {
namespace {

std::string Kinds(unsigned kinds) {
  std::string text;
  for (const auto kind : {config::Kind::kSource, config::Kind::kTransform, config::Kind::kSink,
                          config::Kind::kService})
    if ((kinds & config::KindBit(kind)) != 0)
      text += (text.empty() ? "" : ",") + std::string(config::KindName(kind));
  return text;
}

// Scans, and prints what is no plugin. False: usage; *code says what to return.
bool Scan(CLI::App& app, const Arguments& arguments, Catalogue& catalogue,
          std::vector<config::Catalogue::Entry>* entries, int* code) {
  std::vector<std::string> dirs;
  app.add_option("--plugins", dirs,
                 "folders to look in (default $GRIOT_PLUGINS, else beside griot)");
  if (!Parse(app, arguments, code)) return false;
  std::vector<std::string> errors;
  *entries = catalogue.Scan(dirs.empty() ? DefaultPluginDirs() : dirs, &errors);
  for (const std::string& error : errors) std::cerr << "warning: " << error << "\n";
  return true;
}

}  // namespace

int PluginsCommand(const Arguments& arguments) {
  CLI::App app("Lists the plugins that can be used.", "griot plugins");
  bool as_json = false;
  app.add_flag("--json", as_json, "a JSON object a line");
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  std::vector<config::Catalogue::Entry> entries;
  int code = kOk;
  if (!Scan(app, arguments, catalogue, &entries, &code)) return code;
  for (const auto& [id, library] : catalogue.all()) {
    const griot_plugin& p = library->plugin();
    if (!as_json) {
      std::printf("%-20s %-8s %-14s %s\n", p.id, p.version, Kinds(p.kinds).c_str(),
                  p.summary == nullptr ? "" : p.summary);
      continue;
    }
    std::string line;
    json::Writer<std::string> w(line);
    w.BeginObject().Key("id").String(p.id).Key("version").String(p.version);
    w.Key("kinds").String(Kinds(p.kinds)).Key("file").String(library->file());
    w.Key("sha256").String(library->sha256());
    w.Key("summary").String(p.summary == nullptr ? "" : p.summary).EndObject();
    std::cout << line << "\n";
  }
  return kOk;
}

int SchemaCommand(const Arguments& arguments) {
  CLI::App app("Prints one JSON Schema (draft-07) of pipeline files with all plugins' options.",
               "griot schema");
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  std::vector<config::Catalogue::Entry> entries;
  int code = kOk;
  if (!Scan(app, arguments, catalogue, &entries, &code)) return code;
  std::cout << config::ComposeSchema(entries) << "\n";
  return kOk;
}

}  // namespace griot::host
