#include "commands.h"
#include "griot/cpp/status.hpp"
#include "griot/door/key_secret.hpp"
#include "griot/json.hpp"
#include "key_terms.h"
#include "new_key.h"
#include "store_command.h"

namespace griot::postgres {
namespace {

std::string JsonList(const std::vector<std::string>& texts) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  for (const std::string& one : texts) w.String(one);
  w.EndArray();
  return text;
}

constexpr char kInsertSql[] =
    "insert into write_keys (hash, project, prefix, kind, signed_by, channels, origins, rate, "
    "burst) "
    "values ($1::text, $2::text, $3::text, $4::text, nullif($5::text, ''), "
    "(select array_agg(c) from jsonb_array_elements_text(($6::text)::jsonb) c), "
    "(select array_agg(o) from jsonb_array_elements_text(($7::text)::jsonb) o), "
    "nullif($8::text, '0')::float8, nullif($9::text, '0')::bigint) "
    "on conflict (hash) do nothing returning prefix";

int Store(StoreCommand& line, const KeyTerms& terms, const NewKey& key,
          const std::string& signed_by) {
  int code = kDone;
  if (!line.Connect("griot_app", &code)) return code;
  Connection& c = line.connection();
  c.Send("begin");
  if (line.Has("--create-project")) {
    c.Send("insert into projects (id, name) values ($1::text, $1::text) on conflict do nothing",
           Params().Add(terms.project));
  }
  const std::string hash = HexOf(key.hash), channels = JsonList(terms.channels),
                    origins = JsonList(terms.origins);
  std::string rate;
  json::Writer<std::string>(rate).Double(terms.rate);
  const std::string burst = std::to_string(terms.burst);
  c.Send(kInsertSql, Params()
                         .Add(hash)
                         .Add(terms.project)
                         .Add(key.prefix)
                         .Add(terms.kind)
                         .Add(signed_by)
                         .Add(channels)
                         .Add(origins)
                         .Add(rate)
                         .Add(burst));
  c.Send("commit");
  std::vector<Result> results;
  const PgError error = c.Run(StoreCommand::Soon(), &results);
  if (error.sqlstate == "23503") {
    return line.Fail(kFailed, "there is no project \"" + terms.project +
                                  "\"; make it with `griot project new`, or add --create-project");
  }
  if (error.sqlstate == "23514") {
    return line.Fail(kUsage, "a project's id is letters, digits, '.', '_' and '-', at most 64");
  }
  if (!error.ok()) return line.Fail(error);
  if (results[results.size() - 2].rows() == 0) {
    return line.Fail(kFailed, "the store has this key already, perhaps revoked: `griot key ls`");
  }
  return kDone;
}

// Keeps the key and prints what is seen this once: the key itself if it is new, and its secret.
int Add(StoreCommand& line, const KeyTerms& terms, const NewKey& key, bool is_new) {
  std::string secret, signed_by;
  if (terms.is_signed) {
    const auto text = line.Env("GRIOT_KEY_SECRET");
    if (!text) {
      return line.Fail(kConfiguration,
                       "GRIOT_KEY_SECRET is not set: the secrets of keys follow from it, here and "
                       "at the collectors (docs/settings.md)");
    }
    if (text->size() < DeploymentSecret::kFewestChars) {
      return line.Fail(kConfiguration, "GRIOT_KEY_SECRET needs at least 32 characters");
    }
    const DeploymentSecret deployment(*text);
    signed_by = deployment.id();
    secret = deployment.KeySecret(key.hash);
  }
  if (const int code = Store(line, terms, key, signed_by); code != kDone) return code;
  if (!line.json()) {
    line.Out(is_new ? key.text + "\n" : "added " + key.prefix + "… to " + terms.project + "\n");
    if (!secret.empty()) line.Out(secret + "\n");
    return kDone;
  }
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject();
  if (is_new) w.Key("key").String(key.text);
  w.Key("prefix").String(key.prefix).Key("project").String(terms.project);
  if (!secret.empty()) w.Key("secret").String(secret);
  w.EndObject();
  line.Out(text + "\n");
  return kDone;
}

const std::vector<std::string_view> kFlags = {"--create-project", "--secret"};

}  // namespace

int32_t RunKeyNew(const griot_command_call* call) {
  StoreCommand line(call, kFlags,
                    {"--project", "--kind", "--channel", "--origin", "--rate", "--burst"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  KeyTerms terms;
  if (const std::string why = terms.Read(line); !why.empty()) return line.Fail(kUsage, why);
  if (!line.words().empty()) return line.Fail(kUsage, "what is " + line.words()[0] + "?");
  const auto key = MakeKey(terms.kind);
  if (!key) return line.Fail(kFailed, "the system gave no random numbers");
  return Add(line, terms, *key, true);
}

int32_t RunKeyAdd(const griot_command_call* call) {
  StoreCommand line(
      call, kFlags,
      {"--existing", "--project", "--kind", "--channel", "--origin", "--rate", "--burst"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  KeyTerms terms;
  if (const std::string why = terms.Read(line); !why.empty()) return line.Fail(kUsage, why);
  if (!line.words().empty()) return line.Fail(kUsage, "what is this beside --existing?");
  const std::string said = line.Value("--existing");
  if (said.empty()) return line.Fail(kUsage, "--existing KEY, sha256:HEX or - is needed");
  const auto key = ReadExisting(said);
  if (!key) {
    return line.Fail(kUsage,
                     "--existing: a key of 24 to 256 plain characters, or its SHA-256 as "
                     "sha256: and 64 digits");
  }
  return Add(line, terms, *key, false);
}

}  // namespace griot::postgres
