#include "plugins/dashboard/auth/links.h"

#include "plugins/dashboard/auth/token.h"

namespace griot::dashboard {
namespace {

constexpr char kEndOlder[] =
    "delete from sign_in_links where kind = $1::text and used_at is null "
    "and user_id is not distinct from (nullif($2::text, ''))::uuid "
    "and email is not distinct from nullif($3::text, '') "
    "and project is not distinct from nullif($4::text, '')";

// A link for oneself is used at once, an invitation waits in somebody's mail.
constexpr char kMake[] =
    "insert into sign_in_links (token, kind, user_id, email, project, role, made_by, ends_at) "
    "values (($1::text)::bytea, $2::text, (nullif($3::text, ''))::uuid, nullif($4::text, ''), "
    "nullif($5::text, ''), nullif($6::text, ''), $7::text, "
    "now() + case when $2::text = 'invitation' then interval '7 days' else interval '1 day' end)";

constexpr char kFind[] =
    "select l.kind, coalesce(l.user_id::text, ''), coalesce(l.email, u.email, ''), "
    "coalesce(l.project, ''), coalesce(l.role, ''), "
    "to_char(l.ends_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
    "from sign_in_links l left join users u on u.id = l.user_id "
    "where l.token = ($1::text)::bytea and l.used_at is null and l.ends_at > now() "
    "and (l.kind <> 'first' or not exists (select from users))";

}  // namespace

std::string MakeLink(Db& db, const Link& link, std::string_view made_by) {
  const std::string email = link.kind == "invitation" ? link.email : std::string();
  const std::string token = MakeToken();
  db.Run(kEndOlder, {link.kind, link.user, email, link.project});
  db.Run(kMake, {KeptOf(token), link.kind, link.user, email, link.project, link.role,
                 std::string(made_by)});
  return token;
}

std::optional<Link> FindLink(Db& db, std::string_view token, bool lock) {
  const std::string kept = KeptOf(token);
  const Result rows = db.Run(std::string(kFind) + (lock ? " for update of l" : ""), {kept});
  if (rows.rows() == 0) return std::nullopt;
  const auto text = [&](int column) { return std::string(rows.text(0, column)); };
  return Link{text(0), text(1), text(2), text(3), text(4), text(5), kept};
}

void EndLink(Db& db, const Link& link) {
  db.Run("update sign_in_links set used_at = now() where token = ($1::text)::bytea", {link.kept});
}

std::string LinkUrl(std::string_view origin, std::string_view token) {
  return std::string(origin) + "/welcome#" + std::string(token);
}

}  // namespace griot::dashboard
