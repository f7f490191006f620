#include "fault.h"

#include <array>
#include <utility>

namespace griot::postgres {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kAdvice{{
    {"53100", "Postgres' disk is full; writing waits until there is room"},
    {"53200", "Postgres is out of memory; writing waits"},
    {"53300", "Postgres has no connection left (max_connections)"},
    {"57P03", "Postgres is starting up"},
    {"57P01", "Postgres is shutting down"},
    {"57014", "Postgres took too long (statement_timeout)"},
    {"25006", "this Postgres is read only (a standby?); the URL must name the primary"},
    {"28P01", "Postgres refuses the password"},
    {"28000", "Postgres refuses the user"},
    {"3D000", "the database does not exist"},
    {"22023", "a role is missing; run `griot migrate`"},
    {"42501", "the user lacks a right; run `griot migrate` as the database's owner"},
    {"42P01", "a table is missing; run `griot migrate`"},
    {"42883", "a function is missing; run `griot migrate`"},
    {"55P03", "a lock is held too long"},
}};

}  // namespace

Fault Classify(std::string_view sqlstate) {
  if (sqlstate.empty()) return Fault::kLost;
  if (sqlstate == "40001" || sqlstate == "40P01") return Fault::kAgain;
  // A shutdown or a killed backend takes the connection with it.
  if (sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P05") return Fault::kLost;
  const std::string_view kind = sqlstate.substr(0, 2);
  if (kind == "08") return Fault::kLost;
  for (const std::string_view heals :
       {"25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "F0", "XX"}) {
    if (kind == heals) return Fault::kWait;
  }
  return Fault::kData;
}

std::string Explain(const PgError& error) {
  for (const auto& [state, advice] : kAdvice) {
    if (error.sqlstate == state) return std::string(advice) + ": " + error.message;
  }
  if (error.sqlstate.empty()) return "Postgres is unreachable: " + error.message;
  return "Postgres says " + error.sqlstate + ": " + error.message;
}

std::string ReasonOf(std::string_view sqlstate) {
  const std::string_view kind = sqlstate.substr(0, 2);
  if (kind == "22") return "bad_value";
  if (kind == "23") return "out_of_range";
  if (kind == "54") return "too_large";
  return "refused_by_store";
}

}  // namespace griot::postgres
