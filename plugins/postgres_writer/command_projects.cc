#include "commands.h"
#include "griot/json.hpp"
#include "store_command.h"

namespace griot::postgres {

int32_t RunProjectNew(const griot_command_call* call) {
  StoreCommand line(call, {}, {"--name", "--timezone"});
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
      Params().Add(id).Add(line.Value("--name", id)).Add(settings).Add(zone), StoreCommand::Soon(),
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
  StoreCommand line(call, {}, {});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  Result result;
  const PgError error = line.connection().Exec(
      "select p.id, p.name, (griot_settings()->'projects'->p.id)::text, "
      "(select count(*)::text from write_keys k where k.project = p.id and revoked_at is null) "
      "from projects p order by p.id",
      StoreCommand::Soon(), &result);
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
