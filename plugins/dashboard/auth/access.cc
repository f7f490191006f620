#include "plugins/dashboard/auth/access.h"

#include <algorithm>

#include "plugins/dashboard/api/answer.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostAgent = 200;

// A sign-in lives for 30 days (as the cookie does), and ends when it was not used for 7. `seen_at`
// is written every five minutes at most: reading must not write for each request.
constexpr char kFind[] =
    "with found as (select s.token, s.seen_at, u.id, u.email, u.name from sign_ins s "
    "  join users u on u.id = s.user_id where s.token = ($1::text)::bytea "
    "  and s.begun_at > now() - interval '30 days' and s.seen_at > now() - interval '7 days'), "
    "seen as (update sign_ins s set seen_at = now() from found f "
    "  where s.token = f.token and f.seen_at < now() - interval '5 minutes') "
    "select id, email, name from found";

// A person's devices: twenty, and the one that was longest not seen makes room.
constexpr char kTrim[] =
    "delete from sign_ins where token in (select token from sign_ins "
    "where user_id = ($1::text)::uuid order by seen_at desc, token offset 19)";

// As much of it as tells a person which device it was; a table takes no broken UTF-8.
std::string ShortAgent(std::string_view agent) {
  std::string text(agent.substr(0, kMostAgent));
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

}  // namespace

void NeedSameOrigin(const Front& front, const Sent& sent) {
  if (front.IsSameOrigin(sent)) return;
  throw Problem(403, "origin", "only griot's own pages may do this: the Origin is another's");
}

void Access::TakeTry(std::string_view address, std::string_view email) {
  const int64_t now = RateLimit::Now();
  const std::string block = AddressBlock(address);
  std::string pair = block + " ";
  pair += email;
  const long wait =
      std::max({addresses_.Wait(block, now), pairs_.Wait(pair, now), accounts_.Wait(email, now)});
  if (wait > 0) throw Problem(429, "too_many_tries", "too many tries: wait a little", {}, wait);
  addresses_.Take(block, now);
  pairs_.Take(pair, now);
  accounts_.Take(email, now);
}

std::shared_ptr<const TokenSigner> Access::Signer(Db& db) {
  {
    const std::lock_guard lock(mutex_);
    if (signer_) return signer_;
  }
  const Result rows = db.Run("select encode(key, 'hex') from cookie_key");
  if (rows.rows() == 0) throw Problem(503, "store_down", "the store is not migrated", {}, 5);
  const std::lock_guard lock(mutex_);
  signer_ = std::make_shared<TokenSigner>(std::string(rows.text(0, 0)));
  return signer_;
}

std::string Access::KeptOfCookie(Db& db, const Sent& sent) {
  const auto cookie = front_.ReadCookie(sent);
  if (!cookie || cookie->empty()) return {};
  const auto token = Signer(db)->Check(*cookie);
  return token ? KeptOf(*token) : std::string();
}

std::optional<Person> Access::Find(Db& db, const Sent& sent) {
  const std::string kept = KeptOfCookie(db, sent);
  if (kept.empty()) return std::nullopt;
  const Result rows = db.Run(kFind, {kept});
  if (rows.rows() == 0) return std::nullopt;
  return Person{std::string(rows.text(0, 0)), std::string(rows.text(0, 1)),
                std::string(rows.text(0, 2)), kept};
}

Person Access::Need(Db& db, const Sent& sent, int method) {
  auto person = Find(db, sent);
  if (!person) throw Problem(401, "not_signed_in", "sign in first");
  if (method != GRIOT_GET && method != GRIOT_HEAD) NeedSameOrigin(front_, sent);
  return std::move(*person);
}

std::string Access::Begin(Db& db, const Sent& sent, const std::string& user,
                          std::string_view address, std::string_view agent) {
  End(db, sent);
  db.Run(kTrim, {user});
  const std::string token = MakeToken();
  db.Run(
      "insert into sign_ins (token, user_id, address, agent) "
      "values (($1::text)::bytea, ($2::text)::uuid, $3::text, $4::text)",
      {KeptOf(token), user, std::string(address), ShortAgent(agent)});
  return front_.WriteCookie(sent, Signer(db)->Sign(token));
}

std::string Access::End(Db& db, const Sent& sent) {
  if (const std::string kept = KeptOfCookie(db, sent); !kept.empty()) {
    db.Run("delete from sign_ins where token = ($1::text)::bytea", {kept});
  }
  return front_.WriteCookie(sent, {});
}

}  // namespace griot::dashboard
