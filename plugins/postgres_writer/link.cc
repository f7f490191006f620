#include "link.h"

#include <utility>

#include "store_catalogue.h"

namespace griot::postgres {
namespace {

// A commit that is answered before it is on disk would break "acked means durable": what a
// database's default weakens is put right for this session. The server notices a client that has
// left, so that it lets go of its locks; JIT only costs on short statements.
constexpr char kSessionSql[] =
    "select set_config('search_path', 'public, pg_temp', false), "
    "set_config('statement_timeout', '30s', false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false), "
    "set_config('client_connection_check_interval', '2s', false), "
    "set_config('jit', 'off', false), set_config('TimeZone', 'UTC', false), "
    "case when current_setting('synchronous_commit') in ('off', 'local') "
    "then set_config('synchronous_commit', 'on', false) end";
constexpr char kServerSql[] =
    "select current_setting('fsync'), current_setting('full_page_writes'), "
    "current_setting('transaction_read_only')";

constexpr std::chrono::seconds kConnectTime{3};

}  // namespace

PgError ActAs(Connection& connection, const std::string& role, Deadline deadline,
              Result* settings) {
  if (!IsSqlName(role)) return {Fault::kWait, {}, "\"" + role + "\" is no role's name"};
  connection.Send(("set role " + role).c_str());
  connection.Send(kSessionSql);
  connection.Send(kServerSql);
  std::vector<Result> results;
  PgError error = connection.Run(deadline, &results);
  if (error.ok() && settings != nullptr) *settings = std::move(results[2]);
  return error;
}

Link::Link(const Context& context, std::string url, std::string role, uint64_t seed, Before before,
           Ready ready)
    : context_(context),
      url_(std::move(url)),
      role_(std::move(role)),
      before_(std::move(before)),
      ready_(std::move(ready)),
      backoff_(seed) {}

Connection* Link::Get(Deadline deadline) {
  if (connection_.open()) return &connection_;
  if (!backoff_.MayTry(Clock::now())) return nullptr;
  const PgError error = Open(std::min(deadline, Clock::now() + kConnectTime));
  if (error.ok()) return &connection_;
  connection_.Close();
  Report(error);
  return nullptr;
}

PgError Link::Open(Deadline deadline) {
  PgError error = before_();
  if (error.ok()) {
    error = connection_.Open(url_, deadline, [this] { return context_.stopping(); });
  }
  Result settings;
  if (error.ok()) error = ActAs(connection_, role_, deadline, &settings);
  if (error.ok()) error = CheckServer(settings);
  if (error.ok()) error = ready_(connection_, deadline);
  return error;
}

PgError Link::CheckServer(const Result& settings) {
  if (settings.text(0, 2) == "on") return {Fault::kWait, "25006", "transaction_read_only is on"};
  weakness_.clear();
  if (settings.text(0, 0) != "on") {
    weakness_ = "fsync is off in Postgres: a power cut can lose or break what was stored";
  } else if (settings.text(0, 1) != "on") {
    weakness_ = "full_page_writes is off in Postgres: a power cut can break what was stored";
  }
  return {};
}

void Link::Report(const PgError& error) {
  if (error.ok()) {
    backoff_.Succeeded();
    why_.clear();
    Health(weakness_.empty() ? GRIOT_HEALTHY : GRIOT_DEGRADED, weakness_);
    return;
  }
  if (error.fault == Fault::kFenced) return;  // nothing is wrong with Postgres
  backoff_.Failed(Clock::now());
  why_ = Explain(error);
  Health(GRIOT_DOWN, why_);
}

void Link::Health(int state, std::string text) {
  if (state == state_ && text == text_) return;
  if (state == GRIOT_DOWN && state_ != GRIOT_DOWN) context_.Warn(text);
  if (state == GRIOT_HEALTHY && state_ == GRIOT_DOWN) context_.Info("Postgres is back");
  state_ = state;
  text_ = std::move(text);
  context_.Health("postgres", state_, text_);
}

}  // namespace griot::postgres
