#include <sys/random.h>

#include <array>

#include "command_line.h"
#include "commands.h"
#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "sha256.h"

namespace griot::postgres {
namespace {

constexpr size_t kPrefixSize = 9;  // "wk_" and six characters: enough to tell one's keys apart

std::string Base64Url(const std::array<unsigned char, 24>& bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const unsigned v = static_cast<unsigned>(bytes[i]) << 16 |
                       static_cast<unsigned>(bytes[i + 1]) << 8 | bytes[i + 2];
    for (const int shift : {18, 12, 6, 0}) text.push_back(kLetters[v >> shift & 63]);
  }
  return text;
}

std::optional<std::string> NewKey() {
  std::array<unsigned char, 24> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return std::nullopt;
  }
  return "wk_" + Base64Url(bytes);
}

}  // namespace

int32_t RunKeyNew(const griot_command_call* call) {
  CommandLine line(call, {"--create-project"}, {"--project"});
  const std::string project = line.Value("--project");
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (project.empty() || !line.words().empty()) return line.Fail(kUsage, "--project P is needed");
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  const auto key = NewKey();
  if (!key) return line.Fail(kFailed, "the system gave no random numbers");
  const std::string prefix = key->substr(0, kPrefixSize), hash = Sha256Hex(*key);
  Connection& c = line.connection();
  c.Send("begin");
  if (line.Has("--create-project")) {
    c.Send("insert into projects (id, name) values ($1::text, $1::text) on conflict do nothing",
           Params().Add(project));
  }
  c.Send("insert into write_keys (hash, project, prefix) values ($1::text, $2::text, $3::text)",
         Params().Add(hash).Add(project).Add(prefix));
  c.Send("commit");
  std::vector<Result> results;
  const PgError error = c.Run(CommandLine::Soon(), &results);
  if (error.sqlstate == "23503") {
    return line.Fail(kFailed, "there is no project \"" + project +
                                  "\"; make it with `griot project new`, or add --create-project");
  }
  if (error.sqlstate == "23514") {
    return line.Fail(kUsage, "a project's id is letters, digits, '.', '_' and '-', at most 64");
  }
  if (!error.ok()) return line.Fail(error);
  if (!line.json()) {
    line.Out(*key + "\n");
    return kDone;
  }
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("key").String(*key).Key("prefix").String(prefix);
  w.Key("project").String(project).EndObject();
  line.Out(text + "\n");
  return kDone;
}

int32_t RunKeyLs(const griot_command_call* call) {
  CommandLine line(call, {}, {"--project"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  Result result;
  const PgError error = line.connection().Exec(
      "select prefix, project, kind, to_char(created_at, 'YYYY-MM-DD HH24:MI'), "
      "coalesce(to_char(revoked_at, 'YYYY-MM-DD HH24:MI'), '') from write_keys "
      "where $1::text in ('', project) order by project, created_at",
      Params().Add(line.Value("--project")), CommandLine::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  std::vector<std::vector<std::string>> rows{{"KEY", "PROJECT", "KIND", "CREATED", "REVOKED"}};
  const char* const names[] = {"prefix", "project", "kind", "created_at", "revoked_at"};
  for (int row = 0; row < result.rows(); ++row) {
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject();
    rows.emplace_back();
    for (int column = 0; column < 5; ++column) {
      rows.back().emplace_back(result.text(row, column));
      w.Key(names[column]).String(result.text(row, column));
    }
    rows.back().front() += "…";
    w.EndObject();
    if (line.json()) line.Out(text + "\n");
  }
  if (!line.json()) line.Out(FormatTable(rows));
  return kDone;
}

int32_t RunKeyRevoke(const griot_command_call* call) {
  CommandLine line(call, {}, {});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() != 1 || line.words()[0].size() < kPrefixSize) {
    return line.Fail(kUsage, "the key's beginning is needed, as `griot key ls` shows it");
  }
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  // A whole key does as well; no other text than the stored prefix is ever compared.
  const std::string prefix = line.words()[0].substr(0, kPrefixSize);
  Result result;
  const PgError error = line.connection().Exec(
      "update write_keys set revoked_at = now() where prefix = $1::text and revoked_at is null "
      "and (select count(*) from write_keys where prefix = $1::text and revoked_at is null) = 1 "
      "returning project",
      Params().Add(prefix), CommandLine::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  if (result.rows() == 0) return line.Fail(kFailed, "no single live key begins so");
  if (!line.json()) line.Out("revoked " + prefix + "… of " + std::string(result.text(0, 0)) + "\n");
  return kDone;
}

int32_t RunProjectNew(const griot_command_call* call) {
  CommandLine line(call, {}, {"--name", "--timezone"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() != 1) return line.Fail(kUsage, "the project's id is needed");
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  std::string settings;
  json::Writer<std::string> w(settings);
  w.BeginObject();
  const std::string zone = line.Value("--timezone");
  if (!zone.empty()) w.Key("timezone").String(zone);
  w.EndObject();
  Result result;
  const std::string& id = line.words()[0];
  // Only a zone that Postgres knows: `at time zone` refuses any other.
  const PgError error = line.connection().Exec(
      "insert into projects (id, name, settings) select $1::text, $2::text, ($3::text)::jsonb "
      "where now() at time zone coalesce(nullif($4::text, ''), 'UTC') is not null "
      "on conflict do nothing returning id",
      Params().Add(id).Add(line.Value("--name", id)).Add(settings).Add(zone), CommandLine::Soon(),
      &result);
  if (error.sqlstate == "22023") return line.Fail(kUsage, error.message);
  if (error.sqlstate == "23514") {
    return line.Fail(kUsage, "a project's id is letters, digits, '.', '_' and '-', at most 64");
  }
  if (!error.ok()) return line.Fail(error);
  if (result.rows() == 0) return line.Fail(kFailed, "there is a project \"" + id + "\" already");
  if (!line.json()) line.Out("made project " + id + "\n");
  return kDone;
}

int32_t RunProjectLs(const griot_command_call* call) {
  CommandLine line(call, {}, {});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  Result result;
  const PgError error = line.connection().Exec(
      "select p.id, p.name, (griot_settings()->'projects'->p.id)::text, "
      "(select count(*)::text from write_keys k where k.project = p.id and revoked_at is null) "
      "from projects p order by p.id",
      CommandLine::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  std::vector<std::vector<std::string>> rows{{"PROJECT", "NAME", "KEYS", "SETTINGS"}};
  for (int row = 0; row < result.rows(); ++row) {
    const auto cell = [&](int column) { return std::string(result.text(row, column)); };
    rows.push_back({cell(0), cell(1), cell(3), cell(2)});
    if (!line.json()) continue;
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject().Key("id").String(cell(0)).Key("name").String(cell(1));
    w.Key("keys").Raw(cell(3)).Key("settings").Raw(cell(2)).EndObject();
    line.Out(text + "\n");
  }
  if (!line.json()) line.Out(FormatTable(rows));
  return kDone;
}

}  // namespace griot::postgres
