#include "plugins/dashboard/reports/report.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

void WritePart(json::Writer<std::string>& w, const Part& part, const Table& table) {
  w.Key(part.name);
  if (part.shape == Shape::kObject) {
    if (table.rows.empty()) {
      w.Null();
    } else {
      WriteRow(w, table, table.rows[0]);
    }
    return;
  }
  w.BeginArray();
  for (const auto& row : table.rows) WriteRow(w, table, row);
  w.EndArray();
}

// How much more than before, as a share of it: "new" from zero, null where either is unknown.
void WriteChange(json::Writer<std::string>& w, const Table& now, const Table& before) {
  w.BeginObject();
  for (size_t c = 0; c < now.columns.size(); ++c) {
    const Kind kind = now.columns[c].kind;
    if (kind != Kind::kInt && kind != Kind::kNumber) continue;
    w.Key(now.columns[c].name);
    if (now.rows.empty() || before.rows.empty() || !now.rows[0][c] || !before.rows[0][c]) {
      w.Null();
      continue;
    }
    const double a = std::atof(before.rows[0][c]->c_str()), b = std::atof(now.rows[0][c]->c_str());
    if (a != 0) {
      w.Double((b - a) / a);
    } else if (b == 0) {
      w.Int(0);
    } else {
      w.String("new");
    }
  }
  w.EndObject();
}

void WritePeriod(json::Writer<std::string>& w, const Ask& ask) {
  const Period& p = ask.period;
  if (p.ends == 0) return;
  w.Key("period").BeginObject().Key("from").String(MicrosText(p.begins));
  w.Key("to").String(MicrosText(p.ends)).Key("timezone").String(ask.project.zone);
  if (ask.Has("granularity")) w.Key("granularity").String(p.granularity);
  // What the clock has not ended yet can still change.
  w.Key("open").Bool(p.now < p.ends);
  if (ask.compare) {
    w.Key("previous").BeginObject().Key("from").String(MicrosText(p.previous_begins));
    w.Key("to").String(MicrosText(p.previous_ends)).EndObject();
  }
  w.EndObject();
}

bool WantsCsv(const Call& call) {
  return call.Header("Accept").find("text/csv") != std::string_view::npos;
}

Answer Csv(const Report& report, const Ask& ask) {
  if (!ask.call.caller.may_export()) {
    throw Problem(403, "export", "viewers may not export");
  }
  const std::string wanted = ask.Text("part").value_or("");
  for (const Part& part : report.parts) {
    if (!wanted.empty() && part.name != wanted) continue;
    Table table = part.make(ask);
    if (part.pages && table.rows.size() > static_cast<size_t>(ask.Int("limit")))
      table.rows.pop_back();
    return {200, "text/csv; charset=utf-8; header=present", CsvOf(table), {}};
  }
  throw BadParameter("part", "there is no such part");
}

Answer Json(const Report& report, const Ask& ask) {
  Answer answer = JsonAnswer(200, {});
  json::Writer<std::string> w(answer.body);
  w.BeginObject().Key("project").String(ask.project.id);
  WritePeriod(w, ask);
  w.Key("data").BeginObject();
  std::vector<std::pair<const Part*, Table>> compared;
  std::optional<bool> more;
  const std::string wanted = ask.Text("part").value_or("");
  for (const Part& part : report.parts) {
    if (!wanted.empty() && part.name != wanted) continue;
    Table table = part.make(ask);
    if (part.pages) {
      more = table.rows.size() > static_cast<size_t>(ask.Int("limit"));
      if (*more) table.rows.pop_back();
    }
    if (part.shape == Shape::kObject && table.rows.empty() && !ask.call.params.empty()) {
      throw Problem(404, "not_found", "there is none by this id");
    }
    WritePart(w, part, table);
    if (part.compares && ask.compare) compared.emplace_back(&part, std::move(table));
  }
  w.EndObject();
  if (more) {
    w.Key("page")
        .BeginObject()
        .Key("limit")
        .Int(ask.Int("limit"))
        .Key("offset")
        .Int(ask.Int("offset"));
    w.Key("more").Bool(*more).EndObject();
  }
  if (ask.compare) {
    const Ask before = ask.Previous();
    std::vector<Table> then;
    w.Key("previous").BeginObject();
    for (const auto& [part, table] : compared) {
      then.push_back(part->make(before));
      WritePart(w, *part, then.back());
    }
    w.EndObject().Key("change").BeginObject();
    for (size_t i = 0; i < compared.size(); ++i) {
      if (compared[i].first->shape != Shape::kObject) continue;
      w.Key(compared[i].first->name);
      WriteChange(w, compared[i].second, then[i]);
    }
    w.EndObject();
  }
  w.EndObject();
  return answer;
}

}  // namespace

Part Of(std::string name, Shape shape, std::string query, bool compares, bool pages) {
  return {std::move(name), shape,
          [query = std::move(query)](const Ask& ask) { return ask.Read(query); }, compares, pages};
}

std::vector<Param> WithPart(const Report& report) {
  std::vector<Param> params = report.params;
  if (report.parts.size() < 2) return params;
  std::vector<std::string> names;
  for (const Part& part : report.parts) names.push_back(part.name);
  params.push_back({"part", "Only this part; of CSV the first without it", Param::kEnum, names});
  return params;
}

Route RouteOf(const Report& given) {
  auto report = std::make_shared<Report>(given);
  report->params = WithPart(given);
  Route route;
  route.pattern = report->path;
  route.needs = report->needs;
  route.run = [report](Call& call) -> std::optional<Answer> {
    const Ask ask(call, report->params);
    call.people->Refresh(*call.reader);
    return WantsCsv(call) ? Csv(*report, ask) : Json(*report, ask);
  };
  return route;
}

}  // namespace griot::dashboard
