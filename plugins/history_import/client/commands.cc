#include "plugins/history_import/client/commands.h"

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "griot/command.hpp"
#include "griot/door/sha256.hpp"
#include "plugins/history_import/client/address.h"
#include "plugins/history_import/client/importer.h"
#include "plugins/history_import/file/file_source.h"
#include "plugins/history_import/incumbent/database.h"
#include "plugins/history_import/incumbent/incumbent_source.h"

namespace griot::history_import {
namespace {

using MakeSource = std::function<std::unique_ptr<RowSource>()>;

// The key itself must not stand on a command line, where everyone on the machine can read it.
std::optional<std::string> FindKey(const CommandLine& line) {
  const auto path = line.Option("--key-file");
  if (!path) return line.Env("GRIOT_IMPORT_KEY");
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

int Import(const CommandLine& line, const MakeSource& make) {
  const std::string url =
      line.Option("--to").value_or(line.Env("GRIOT_URL").value_or("http://127.0.0.1:8080"));
  const auto address = ParseAddress(url);
  if (!address) return line.Fail(kUsage, "--to must be griot's address, as http://host:port");
  const auto key = FindKey(line);
  if (!key) {
    return line.Fail(kConfiguration,
                     "no key: put it into GRIOT_IMPORT_KEY, or name a file with --key-file");
  }
  std::unique_ptr<RowSource> source;
  try {
    source = make();
  } catch (const SourceError& e) {
    return line.Fail(kFailed, e.what());
  }
  StateFile file(line.data_dir(), StateName(source->Name(), url, *key));
  std::optional<ImportState> state;
  if (const Status status = file.Open(&state); !status.ok()) {
    return line.Fail(kFailed, status.text);
  }
  return Importer(line, *source, file, *address, *key).Run(std::move(state));
}

int32_t ImportFile(const griot_command_call* call) {
  const CommandLine line(call, {}, {"--to", "--key-file"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() != 1) return line.Fail(kUsage, "the name of one file is needed");
  std::error_code error;
  const auto path = std::filesystem::absolute(line.words()[0], error).string();
  return Import(line, [&] { return std::make_unique<FileSource>(path); });
}

int32_t ImportIncumbent(const griot_command_call* call) {
  const CommandLine line(call, {}, {"--from", "--tenant", "--project", "--to", "--key-file"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (!line.words().empty()) return line.Fail(kUsage, "unknown word " + line.words()[0]);
  auto from = line.Option("--from");
  if (from && HoldsPassword(*from)) {
    return line.Fail(kUsage,
                     "a password on a command line can be read by everyone on this machine: put "
                     "the address into GRIOT_IMPORT_FROM, or the password into PGPASSFILE");
  }
  if (!from) from = line.Env("GRIOT_IMPORT_FROM");
  if (!from) {
    return line.Fail(kUsage, "--from PG_URI (or GRIOT_IMPORT_FROM) names the database");
  }
  return Import(line, [&] {
    auto source =
        std::make_unique<IncumbentSource>(*from, line.Option("--tenant"), line.Option("--project"));
    for (const std::string& table : source->missing()) {
      line.Say("there is no table " + table + ": left out");
    }
    return source;
  });
}

constexpr griot_command kFile =
    Command<ImportFile>("import", "FILE.ndjson[.zst] [--to URL] [--key-file FILE]",
                        "Bring past events from a file of lines");
constexpr griot_command kIncumbent = Command<ImportIncumbent>(
    "import incumbent", "--from PG_URI [--tenant T] [--project P] [--to URL] [--key-file FILE]",
    "Bring the history of the incumbent's database");
constexpr const griot_command* kList[] = {&kFile, &kIncumbent};

}  // namespace

const griot_commands kCommands{sizeof(griot_commands), 2, kList};

}  // namespace griot::history_import
