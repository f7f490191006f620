// griot reload: the griot that runs here goes over to what its pipeline files say now.
#include <iostream>

#include "host/cli/common.h"

namespace griot::host {

int ReloadCommand(const Arguments& arguments) {
  CLI::App app(
      "Has the griot that runs here read its pipeline files again. What has not changed runs on;\n"
      "if anything is wrong, all of it does. Exit code 3: the files are wrong.",
      "griot reload");
  Answered got;
  int code = kOk;
  if (!AskHere(app, arguments, R"({"op":"reload"})", &got, &code)) return code;
  const json::Value root = got.document.root();
  const bool ok = root.Find("ok").boolean().value_or(false);
  json::Scratch scratch;
  if (got.as_json) {
    std::cout << got.answer << "\n";
  } else if (root.Find("error").exists()) {
    std::cerr << "griot: " << root.Find("error").string(scratch).value_or("") << "\n";
  } else {
    for (const json::Value warning : root.Find("warnings").elements())
      std::cerr << "warning: " << warning.string(scratch).value_or("") << "\n";
    for (const json::Value line : root.Find("lines").elements())
      (ok ? std::cout : std::cerr) << line.string(scratch).value_or("") << "\n";
  }
  if (ok) return kOk;
  return root.Find("faulty").boolean().value_or(false) ? kConfiguration : kFailed;
}

}  // namespace griot::host
