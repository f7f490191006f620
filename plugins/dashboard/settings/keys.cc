#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/settings/new_key.h"
#include "plugins/dashboard/settings/settings.h"

namespace griot::dashboard {
namespace {

// A key is named by the beginning of its hash, which says nothing of it.
#define GRIOT_KEY                                                                           \
  "jsonb_build_object('id', left(hash, 16), 'prefix', prefix, 'kind', kind, 'name', name, " \
  "'channels', channels, 'origins', origins, 'rate', rate, 'burst', burst, "                \
  "'signed', signed_by is not null, 'created_at', created_at, 'revoked_at', revoked_at)"

constexpr char kList[] =
    "select coalesce(jsonb_agg(" GRIOT_KEY
    " order by created_at desc), '[]')::text from write_keys where project = $1::text";
constexpr char kInsert[] =
    "insert into write_keys (hash, project, prefix, kind, name, channels, origins, rate, burst) "
    "select $1::text, $2::text, $3::text, $4::text, $5::text, nullif(($6::text)::text[], '{}'), "
    "nullif(($7::text)::text[], '{}'), ($8::text)::float8, ($9::text)::bigint "
    "where (select count(*) from write_keys where project = $2::text and revoked_at is null) < 500 "
    "returning left(hash, 16), " GRIOT_KEY "::text";
constexpr char kRevoke[] =
    "update write_keys set revoked_at = now() where project = $1::text "
    "and left(hash, 16) = $2::text and revoked_at is null returning prefix";
#undef GRIOT_KEY

std::optional<Answer> List(Call& call) {
  return Wrapped(200, "keys", call.app->Run(kList, {call.project()}).text(0, 0));
}

// The answer is the only place where the key itself ever stands.
std::optional<Answer> Make(Call& call) {
  NeedPerson(call);
  const Body body(call, {"kind", "name", "channels", "origins", "rate", "burst"});
  const NewKey key = MakeKey(body);
  Transaction transaction(*call.app);
  const Result rows = call.app->Run(
      kInsert, {key.hash, call.project(), key.prefix, key.kind, key.name, TextArray(key.channels),
                TextArray(key.origins), key.rate, key.burst});
  if (rows.rows() == 0) throw Problem(409, "full", "a project has at most 500 keys in use");
  const std::string shown(rows.text(0, 1));
  Record(call, "key.made", key.prefix, shown);
  transaction.Commit();
  return JsonAnswer(201, R"({"key":")" + key.text + R"(","made":)" + shown + "}");
}

std::optional<Answer> Revoke(Call& call) {
  NeedPerson(call);
  const std::string& id = call.params["id"];
  const auto none = [] { return Problem(404, "no_such_key", "there is no such key in use"); };
  if (id.size() != 16 || id.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw none();
  Transaction transaction(*call.app);
  const Result rows = call.app->Run(kRevoke, {call.project(), id});
  if (rows.rows() == 0) throw none();
  Record(call, "key.revoked", std::string(rows.text(0, 0)));
  transaction.Commit();
  return Answer{204, "application/json", {}, {}};
}

}  // namespace

std::vector<Route> KeyRoutes() {
  return {
      InProject(GRIOT_GET, "/api/v1/keys", Role::kOwner, &List),
      InProject(GRIOT_POST, "/api/v1/keys", Role::kOwner, &Make),
      InProject(GRIOT_DELETE, "/api/v1/keys/:id", Role::kOwner, &Revoke),
  };
}

}  // namespace griot::dashboard
