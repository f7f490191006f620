#include "plugins/dashboard/sources/sources.h"

#include <algorithm>

#include "griot/time.hpp"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kOpenFor = 60 * int64_t{1'000'000};  // after a collector said so

Table::Cell TextOf(json::Value value) {
  json::Scratch scratch;
  const auto text = value.string(scratch);
  if (!text || text->empty()) return std::nullopt;
  return std::string(*text);
}

// A door whose events are all of other projects is nobody's business here. Doors with keys are
// everybody's.
bool IsFor(json::Value options, std::string_view project) {
  const json::Value all = options.Find("project"), some = options.Find("projects");
  if (!all.exists() && !some.is_object()) return true;
  if (all.StringIs(project)) return true;
  for (const auto [number, theirs] : some.members()) {
    if (theirs.StringIs(project)) return true;
  }
  return false;
}

// Where its clients are pointed: a prefix of several paths, else the one that takes events.
std::string PathOf(json::Value door) {
  if (const auto prefix = TextOf(door.Find("options").Find("prefix"))) return *prefix;
  for (const json::Value route : door.Find("routes").elements()) {
    if (route.Find("method").StringIs("POST")) return TextOf(route.Find("path")).value_or("");
  }
  return {};
}

std::vector<Door> Known(const Ask& ask) {
  // About no project: nobody asks, but for what the answer is like.
  if (ask.project.id.empty()) return {};
  return DoorsOf(*ask.call.doors, ask.project.id);
}

Table SourcesTable(const Ask& ask) {
  Table table{{{"source", Kind::kText},
               {"plugin", Kind::kText},
               {"provider", Kind::kText},
               {"url", Kind::kText},
               {"open", Kind::kBool},
               {"seen_at", Kind::kTime},
               {"routes", Kind::kJson},
               {"variables", Kind::kJson}},
              {}};
  const Sent sent = Sent::Of(ask.call);
  for (const Door& door : Known(ask)) {
    json::Document document;
    if (!document.Parse(door.json).ok()) continue;
    const json::Value root = document.root();
    const auto seen = ParseIso(door.seen_at);
    const auto list = [&root](std::string_view name) -> Table::Cell {
      const json::Value value = root.Find(name);
      return value.is_array() ? std::string(value.raw()) : "[]";
    };
    table.rows.push_back(
        {door.stage, TextOf(root.Find("plugin")), TextOf(root.Find("options").Find("provider")),
         ask.call.doors->UrlOf(sent, PathOf(root)), seen && *seen > Now() - kOpenFor ? "t" : "f",
         door.seen_at, list("routes"), list("variables")});
  }
  return table;
}

Table RequestsTable(const Ask& ask) {
  Table table{{{"source", Kind::kText},
               {"at", Kind::kTime},
               {"status", Kind::kInt},
               {"reason", Kind::kText},
               {"key", Kind::kText},
               {"accepted", Kind::kInt},
               {"refused", Kind::kInt},
               {"known", Kind::kBool}},
              {}};
  const std::vector<Door> doors = Known(ask);
  // What knocked without a key that is known may have been meant for this project.
  for (const bool known : {true, false}) {
    const auto lists = doors.empty() ? std::vector<std::vector<std::string>>()
                                     : ask.call.doors->Requests(doors, known ? ask.project.id : "");
    for (size_t i = 0; i < lists.size(); ++i) {
      for (const std::string& text : lists[i]) {
        json::Document document;
        if (!document.Parse(text).ok()) continue;
        const json::Value root = document.root();
        const auto number = [&root](const char* name) -> Table::Cell {
          return CellOf(root.Find(name).int64().value_or(0));
        };
        table.rows.push_back({doors[i].stage, TextOf(root.Find("at")), number("status"),
                              TextOf(root.Find("reason")), TextOf(root.Find("key")),
                              number("accepted"), number("refused"), known ? "t" : "f"});
      }
    }
  }
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const auto& a, const auto& b) { return a[1] > b[1]; });
  return table;
}

Table KeysTable(const Ask& ask) {
  return TableOf(ask.call.app->Run(
      "select prefix, kind, name, to_jsonb(channels) as channels, to_jsonb(origins) as origins, "
      "signed_by is not null as signed, created_at from write_keys "
      "where project = $1::text and revoked_at is null order by created_at desc, prefix limit 500",
      {ask.project.id}));
}

}  // namespace

std::vector<Door> DoorsOf(const Doors& doors, const std::string& project) {
  std::vector<Door> mine = doors.Read();
  std::erase_if(mine, [&project](const Door& door) {
    json::Document document;
    return !document.Parse(door.json).ok() || !IsFor(document.root().Find("options"), project);
  });
  std::sort(mine.begin(), mine.end(),
            [](const Door& a, const Door& b) { return a.stage < b.stage; });
  return mine;
}

Report SourcesReport() {
  Report report{"/api/v1/sources",
                "Where events come in: addresses, keys by their beginnings, which variables are "
                "set, and the last requests with what was answered",
                {ProjectParam()},
                {{"sources", Shape::kList, &SourcesTable},
                 {"keys", Shape::kList, &KeysTable},
                 {"requests", Shape::kList, &RequestsTable}}};
  report.needs = Role::kAnalyst;
  return report;
}

}  // namespace griot::dashboard
