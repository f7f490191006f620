#include "plugins/dashboard/auth/me.h"

#include "griot/json.hpp"

namespace griot::dashboard {
namespace {

constexpr char kProjects[] =
    "select p.id, p.name, r.role, coalesce(p.settings->>'timezone', 'UTC'), p.settings ? 'demo' "
    "from projects p join roles_now r on r.project = p.id "
    "where r.user_id = ($1::text)::uuid order by p.id";

}  // namespace

std::string RoleEverywhere(Db& db, const std::string& user) {
  const Result rows = db.Run(
      "select role from user_roles where user_id = ($1::text)::uuid and project is null", {user});
  return rows.rows() == 0 ? std::string() : std::string(rows.text(0, 0));
}

std::string DescribeProjects(Db& db, const std::string& user) {
  const Result rows = db.Run(kProjects, {user});
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  for (int row = 0; row < rows.rows(); ++row) {
    w.BeginObject().Key("id").String(rows.text(row, 0)).Key("name").String(rows.text(row, 1));
    w.Key("role").String(rows.text(row, 2)).Key("timezone").String(rows.text(row, 3));
    w.Key("demo").Bool(rows.text(row, 4) == "t").EndObject();
  }
  w.EndArray();
  return text;
}

std::string DescribeMe(Db& db, const Person& person) {
  const std::string everywhere = RoleEverywhere(db, person.id);
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("user").BeginObject().Key("id").String(person.id);
  w.Key("email").String(person.email).Key("name").String(person.name).Key("everywhere");
  if (everywhere.empty()) {
    w.Null();
  } else {
    w.String(everywhere);
  }
  w.EndObject().Key("projects").Raw(DescribeProjects(db, person.id)).EndObject();
  return text;
}

}  // namespace griot::dashboard
