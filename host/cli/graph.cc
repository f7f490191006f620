// griot graph FILE…: a picture of what feeds what.
#include <iostream>

#include "host/cli/common.h"

namespace griot::host {

int GraphCommand(const Arguments& arguments) {
  CLI::App app("Draws what feeds what, as text for Mermaid or Graphviz.", "griot graph");
  std::vector<std::string> files;
  std::string format = "mermaid", data_path;
  app.add_option("files", files, "pipeline files")->required();
  app.add_option("--format", format)->check(CLI::IsMember({"mermaid", "dot"}));
  app.add_option("--data", data_path, "data folder, for its env file");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  DataDir data;
  if (Status s = DataDir::Open(data_path, false, &data); !s.ok()) return kFailed;
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  const config::Loaded loaded = LoadFiles(files, catalogue, data);
  if (!loaded.ok()) return kConfiguration;
  std::cout << (format == "dot" ? config::ToDot(loaded.def) : config::ToMermaid(loaded.def));
  return kOk;
}

}  // namespace griot::host
