#include "plugins/history_import/client/commands.h"

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "griot/door/sha256.hpp"
#include "plugins/history_import/client/console.h"
#include "plugins/history_import/client/importer.h"
#include "plugins/history_import/file/file_source.h"
#include "plugins/history_import/incumbent/database.h"
#include "plugins/history_import/incumbent/incumbent_source.h"

namespace griot::history_import {
namespace {

using MakeSource = std::function<std::unique_ptr<RowSource>()>;

// The key itself must not stand on a command line, where everyone on the machine can read it.
std::optional<std::string> FindKey(const Console& console) {
  const auto path = console.Option("--key-file");
  if (!path) return console.Env("GRIOT_IMPORT_KEY");
  std::ifstream file(*path);
  std::string key;
  if (!(file >> key)) return std::nullopt;
  return key;
}

// One history, one place, one key: what is gone on with after an end that came too early.
std::string StateName(std::string_view source, std::string_view url, std::string_view key) {
  std::string text(source);
  text.append("\n").append(url).append("\n").append(key);
  const Sha256Digest digest = Sha256()(text);
  std::string name;
  for (size_t i = 0; i < 8; ++i) {
    name += "0123456789abcdef"[digest[i] >> 4];
    name += "0123456789abcdef"[digest[i] & 15];
  }
  return name;
}

int Import(Console& console, const MakeSource& make) {
  const std::string url =
      console.Option("--to").value_or(console.Env("GRIOT_URL").value_or("http://127.0.0.1:8080"));
  const auto address = ParseAddress(url);
  if (!address) return console.Fail(kUsage, "--to must be griot's address, as http://host:port");
  const auto key = FindKey(console);
  if (!key) {
    return console.Fail(kConfiguration,
                        "no key: put it into GRIOT_IMPORT_KEY, or name a file with --key-file");
  }
  std::unique_ptr<RowSource> source;
  try {
    source = make();
  } catch (const SourceError& e) {
    return console.Fail(kFailed, e.what());
  }
  StateFile file(console.data_dir(), StateName(source->Name(), url, *key));
  std::optional<ImportState> state;
  if (const Status status = file.Open(&state); !status.ok()) {
    return console.Fail(kFailed, status.text);
  }
  return Importer(console, *source, file, *address, *key).Run(std::move(state));
}

int32_t ImportFile(const griot_command_call* call) {
  Console console(call, {"--to", "--key-file"});
  if (!console.problem().empty()) return console.Fail(kUsage, console.problem());
  if (console.words().size() != 1) return console.Fail(kUsage, "the name of one file is needed");
  std::error_code error;
  const auto path = std::filesystem::absolute(console.words()[0], error).string();
  return Import(console, [&] { return std::make_unique<FileSource>(path); });
}

int32_t ImportIncumbent(const griot_command_call* call) {
  Console console(call, {"--from", "--tenant", "--project", "--to", "--key-file"});
  if (!console.problem().empty()) return console.Fail(kUsage, console.problem());
  if (!console.words().empty()) return console.Fail(kUsage, "unknown word " + console.words()[0]);
  auto from = console.Option("--from");
  if (from && HoldsPassword(*from)) {
    return console.Fail(kUsage,
                        "a password on a command line can be read by everyone on this machine: put "
                        "the address into GRIOT_IMPORT_FROM, or the password into PGPASSFILE");
  }
  if (!from) from = console.Env("GRIOT_IMPORT_FROM");
  if (!from) {
    return console.Fail(kUsage, "--from PG_URI (or GRIOT_IMPORT_FROM) names the database");
  }
  return Import(console, [&] {
    auto source = std::make_unique<IncumbentSource>(*from, console.Option("--tenant"),
                                                    console.Option("--project"));
    for (const std::string& table : source->missing()) {
      console.Say("there is no table " + table + ": left out");
    }
    return source;
  });
}

// No exception leaves the plugin.
template <int32_t (*kRun)(const griot_command_call*)>
int32_t Guarded(const griot_command_call* call) {
  try {
    return kRun(call);
  } catch (const std::exception& e) {
    const std::string text = "griot: " + std::string(e.what()) + "\n";
    call->err(call, Str(text));
    return kFailed;
  }
}

constexpr griot_command kFile = {sizeof(griot_command),
                                 0,
                                 "import",
                                 "FILE.ndjson[.zst] [--to URL] [--key-file FILE]",
                                 "Bring past events from a file of lines",
                                 &Guarded<ImportFile>};
constexpr griot_command kIncumbent = {
    sizeof(griot_command),
    0,
    "import incumbent",
    "--from PG_URI [--tenant T] [--project P] [--to URL] [--key-file FILE]",
    "Bring the history of the incumbent's database",
    &Guarded<ImportIncumbent>};
constexpr const griot_command* kList[] = {&kFile, &kIncumbent};

}  // namespace

const griot_commands kCommands{sizeof(griot_commands), 2, kList};

}  // namespace griot::history_import
