#include "plugins/dashboard/auth/audit.h"

#include <utility>

namespace griot::dashboard {
namespace {

pg::Param OrNull(std::string_view text) {
  return text.empty() ? pg::Param() : pg::Param(std::string(text));
}

}  // namespace

void Record(Db& db, const Deed& deed) {
  db.Run(
      "insert into audit_log (project, who, address, action, target, detail) "
      "values ($1::text, $2::text, $3::text, $4::text, $5::text, ($6::text)::jsonb)",
      {OrNull(deed.project), std::string(deed.who), OrNull(deed.address), std::string(deed.action),
       OrNull(deed.target), OrNull(deed.detail)});
}

void Record(Call& call, std::string_view action, std::string target, std::string detail) {
  Record(*call.app, {call.project(), call.caller.name, call.client_ip, action, std::move(target),
                     std::move(detail)});
}

}  // namespace griot::dashboard
