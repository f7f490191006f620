#include "client/project.h"

#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "griot/door/sha256.hpp"
#include "griot/json.hpp"

namespace griot::demo {
namespace {

constexpr std::chrono::milliseconds kMoments{5000}, kBlink{50};

std::string Describe(const Wish& wish) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("users").Uint(wish.users).Key("days").Uint(wish.days);
  w.Key("seed").Uint(wish.seed).Key("business").String(wish.business);
  w.Key("end").String(IsoString(wish.end)).EndObject();
  return text;
}

std::string NewKey(const std::string& prefix) {
  std::array<unsigned char, 24> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("no random numbers");
  }
  std::string key = prefix;
  for (const unsigned char byte : bytes) {
    key += "0123456789abcdef"[byte >> 4];
    key += "0123456789abcdef"[byte & 15];
  }
  return key;
}

}  // namespace

Project::Project(const std::string& url, std::string id)
    : database_(url, "griot_app"), reader_(url, "griot_reader"), id_(std::move(id)) {}

Project::~Project() {
  if (made_.empty()) return;
  try {
    database_.Run("delete from write_keys where hash = $1", {made_});
  } catch (const pg::Error&) {
    // Postgres is away: `griot key ls` shows it, for who wants to revoke it.
  }
}

bool Project::TakeTurn() {
  for (auto left = kMoments; left > left.zero(); left -= kBlink) {
    const pg::Rows rows =
        database_.Run("select pg_try_advisory_lock(hashtext('griot.demo'), hashtext($1))", {id_});
    if (rows.text(0, 0) == "t") return true;
    std::this_thread::sleep_for(kBlink);
  }
  return false;
}

std::string Project::Begin(const std::string& title, const std::string& zone, bool end_is_wished,
                           Wish* wish) {
  const pg::Rows rows = database_.Run(
      "select refused, held::text, held->>'end' from griot_demo_begin($1, $2, $3, $4)",
      {id_, title, zone, Describe(*wish)});
  std::string refused(rows.text(0, 0));
  const std::string held(rows.text(0, 1)), end(rows.text(0, 2));
  if (refused.empty()) {
    const auto said = ParseIso(end);
    if (!said) return "its settings name no end of the history that it holds";
    if (end_is_wished && *said != wish->end) refused = "it holds another history";
    if (refused.empty()) wish->end = *said;
  }
  return held.empty() || refused.empty() ? refused : refused + ": " + held;
}

std::string Project::Key(const std::optional<std::string>& given, const std::string& prefix) {
  const Sha256 sha;
  if (given) {
    const pg::Rows rows = database_.Run(
        "select from write_keys where hash = $1 and project = $2 and kind = 'write' and "
        "revoked_at is null and signed_by is null",
        {HexOf(sha(*given)), id_});
    if (rows.size() == 1) return *given;
  }
  database_.Run("delete from write_keys where project = $1 and left(prefix, 8) = $2",
                {id_, prefix});
  std::string key = NewKey(prefix);
  made_ = HexOf(sha(key));
  database_.Run("insert into write_keys (hash, project, prefix) values ($1, $2, $3)",
                {made_, id_, key.substr(0, 9)});
  return key;
}

bool Project::Knows(const std::string& user_id) {
  return reader_
             .Run("select from events where user_id = $1 and project = $2 limit 1", {user_id, id_})
             .size() > 0;
}

void Project::Analyze() { database_.Run("select griot_demo_analyze()"); }

void Project::Close() {
  database_.Run(
      "delete from write_keys where project = (select id from projects where id = $1 and "
      "settings ? 'demo')",
      {id_});
}

std::optional<int64_t> Project::Remove() {
  try {
    database_.Run("begin");
    // What counts the project's events at this moment would write down its counts behind us.
    database_.Run("select pg_advisory_xact_lock(hashtext('griot.rollups'))");
    const int64_t gone = database_.Run("select griot_demo_remove($1)", {id_}).int8(0, 0);
    database_.Run("commit");
    return gone;
  } catch (const pg::Error& error) {
    if (error.sqlstate == "GD001") return std::nullopt;
    throw;
  }
}

}  // namespace griot::demo
