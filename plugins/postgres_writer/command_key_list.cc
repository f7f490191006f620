#include "commands.h"
#include "griot/json.hpp"
#include "new_key.h"
#include "store_command.h"

namespace griot::postgres {
namespace {

// `held` is for people, `terms` for programs; they say the same.
constexpr char kListSql[] =
    "select prefix, project, kind, to_char(created_at, 'YYYY-MM-DD HH24:MI'), "
    "coalesce(to_char(revoked_at, 'YYYY-MM-DD HH24:MI'), ''), "
    "concat_ws(', ', case when signed_by is not null then 'signed' end, "
    "array_to_string(channels, ' '), array_to_string(origins, ' '), "
    "rate::text || '/s up to ' || burst) as held, "
    "jsonb_build_object('signed', signed_by is not null, 'channels', channels, 'origins', origins, "
    "'rate', rate, 'burst', burst)::text as terms "
    "from write_keys where $1::text in ('', project) order by project, created_at";

}  // namespace

int32_t RunKeyLs(const griot_command_call* call) {
  StoreCommand line(call, {}, {"--project"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  Result result;
  const PgError error = line.connection().Exec(kListSql, Params().Add(line.Value("--project")),
                                               StoreCommand::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  std::vector<std::vector<std::string>> rows{
      {"KEY", "PROJECT", "KIND", "CREATED", "REVOKED", "HELD TO"}};
  const char* const names[] = {"prefix", "project", "kind", "created_at", "revoked_at"};
  for (int row = 0; row < result.rows(); ++row) {
    rows.emplace_back();
    for (int column = 0; column < 6; ++column) rows.back().emplace_back(result.text(row, column));
    rows.back().front() += "…";
    if (!line.json()) continue;
    std::string text;
    json::Writer<std::string> w(text);
    w.BeginObject();
    for (int column = 0; column < 5; ++column)
      w.Key(names[column]).String(result.text(row, column));
    w.Key("terms").Raw(result.text(row, 6)).EndObject();
    line.Out(text + "\n");
  }
  if (!line.json()) line.Out(FormatTable(rows));
  return kDone;
}

int32_t RunKeyRevoke(const griot_command_call* call) {
  constexpr std::string_view kDots = "…";
  StoreCommand line(call, {}, {});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  std::string said = line.words().size() == 1 ? line.words()[0] : std::string();
  if (said.ends_with(kDots)) said.resize(said.size() - kDots.size());
  if (said.size() < kKeyPrefix) {
    return line.Fail(kUsage, "the key's beginning is needed, as `griot key ls` shows it");
  }
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  // What is longer is a whole key: keys from elsewhere may begin alike.
  const std::string prefix = said.size() == kKeyPrefix ? said : std::string();
  const std::string hash = HexOf(Sha256()(said));
  Result result;
  const PgError error = line.connection().Exec(
      "update write_keys set revoked_at = now() where revoked_at is null and (hash = $2::text or "
      "(prefix = $1::text and (select count(*) from write_keys where prefix = $1::text and "
      "revoked_at is null) = 1)) returning project, prefix",
      Params().Add(prefix).Add(hash), StoreCommand::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  if (result.rows() == 0) return line.Fail(kFailed, "no single live key begins so");
  if (!line.json()) {
    line.Out("revoked " + std::string(result.text(0, 1)) + "… of " +
             std::string(result.text(0, 0)) + "\n");
  }
  return kDone;
}

}  // namespace griot::postgres
