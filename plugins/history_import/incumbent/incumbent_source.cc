#include "plugins/history_import/incumbent/incumbent_source.h"

#include <algorithm>
#include <set>
#include <utility>

#include "plugins/history_import/incumbent/event_row.h"

namespace griot::history_import {
namespace {

constexpr const char* kNilUuid = "00000000-0000-0000-0000-000000000000";
constexpr const char* kBeforeAllTimes = "-infinity";

// Steps from one value to the next by the index over (tenantId, timestamp); a plain DISTINCT would
// read the whole table.
constexpr const char* kTenants = R"(
  with recursive t (id) as (
    (select "tenantId" from events order by "tenantId" limit 1)
    union all
    select (select "tenantId" from events where "tenantId" > t.id order by "tenantId" limit 1)
    from t where t.id is not null)
  select id::text from t where id is not null limit 100)";

constexpr const char* kResolutions = R"(
  select "sessionId"::text, to_jsonb(r)::text from resolutions r
  where "sessionId" = any ($1::uuid[]))";

}  // namespace

IncumbentSource::IncumbentSource(const std::string& url, std::optional<std::string> tenant,
                                 std::optional<std::string> project)
    : database_(url), tenant_(tenant.value_or("")), project_(std::move(project)) {
  FindTables();
  PrepareEvents();
  if (tenant_.empty()) FindTenant();
  Count();
  place_ = {0, kBeforeAllTimes, tables_.empty() ? kNilUuid : tables_[0]->first_key};
  next_ = place_;
}

std::string IncumbentSource::Name() const {
  std::string name = database_.Name() + ", tenant " + tenant_;
  if (project_) name += ", project " + *project_;
  return name;
}

void IncumbentSource::FindTables() {
  const auto there = [&](const char* table) {
    return !database_.Ask("select to_regclass($1)::text", {table}).text(0, 0).empty();
  };
  if (!there("events")) throw SourceError("that database has no table \"events\" of the incumbent");
  has_resolutions_ = there("resolutions");
  for (const SmallTable& table : SmallTables()) {
    if (std::all_of(table.needs.begin(), table.needs.end(), there)) {
      tables_.push_back(&table);
    } else {
      missing_.emplace_back(table.name);
    }
  }
}

void IncumbentSource::PrepareEvents() {
  const Rows rows = database_.Ask(
      "select attname::text from pg_attribute where attrelid = to_regclass('events') "
      "and attnum > 0 and not attisdropped");
  std::set<std::string, std::less<>> there;
  for (int i = 0; i < rows.size(); ++i) there.emplace(rows.text(i, 0));
  std::string columns;
  for (int i = 0; i < kEventColumns; ++i) {
    const auto column = static_cast<EventColumn>(i);
    const std::string name = ColumnName(column);
    if (i > 0) columns += ", ";
    if (!there.contains(name)) {
      if (IsNeeded(column)) throw SourceError("its table events has no column \"" + name + "\"");
      columns += "null";
    } else if (column == kTime || column == kReceivedAt) {
      columns += "e.\"" + name + "\"::timestamptz";
    } else {
      columns += "e.\"" + name + "\"::text";
    }
  }
  events_page_ = "select " + columns +
                 R"( from events e where e."tenantId" = $1 and e."timestamp" >= $2::timestamptz
                     and (e."timestamp", e."eventId") > ($2::timestamptz, $3))" +
                 (project_ ? R"( and e."projectId" = $4)" : "") +
                 R"( order by e."timestamp", e."eventId" limit 5000)";
}

void IncumbentSource::FindTenant() {
  const Rows rows = database_.Ask(kTenants);
  if (rows.size() == 0) throw SourceError("its table events is empty");
  if (rows.size() == 1) {
    tenant_ = rows.text(0, 0);
    return;
  }
  std::string list;
  for (int i = 0; i < rows.size(); ++i) list.append("\n  ").append(rows.text(i, 0));
  throw SourceError("it holds several tenants: say which with --tenant" + list);
}

// Only for the progress: where counting would take long, the planner's guess does.
void IncumbentSource::Count() {
  for (const SmallTable* const table : tables_) {
    total_ += static_cast<double>(database_.Ask(table->count, {tenant_}).int8(0, 0).value_or(0));
  }
  constexpr int64_t kCounted = 20'000'000;
  const auto guess =
      database_.Ask("select reltuples::int8 from pg_class where oid = to_regclass('events')")
          .int8(0, 0)
          .value_or(0);
  if (guess > kCounted) {
    total_ += static_cast<double>(guess);
    return;
  }
  const Rows counted =
      project_ ? database_.Ask(R"(select count(*) from events
                                  where "tenantId" = $1 and "projectId" = $2)",
                               {tenant_, project_})
               : database_.Ask(R"(select count(*) from events where "tenantId" = $1)", {tenant_});
  total_ += static_cast<double>(counted.int8(0, 0).value_or(0));
}

std::string IncumbentSource::Cursor() const {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("table").String(in_events() ? "events" : tables_[place_.table]->name);
  w.Key("time").String(place_.time).Key("key").String(place_.key);
  w.Key("done").Double(done_).EndObject();
  return text;
}

bool IncumbentSource::Resume(std::string_view cursor) {
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(cursor).ok()) return false;
  const json::Value root = document.root();
  const auto table = root.Find("table").string(scratch);
  const auto time = root.Find("time").string(scratch), key = root.Find("key").string(scratch);
  if (!table || !time || !key) return false;
  size_t at = 0;
  while (at < tables_.size() && tables_[at]->name != *table) ++at;
  if (at == tables_.size() && *table != "events") return false;
  place_ = {at, std::string(*time), std::string(*key)};
  next_ = place_;
  done_ = root.Find("done").number().value_or(0);
  return true;
}

void IncumbentSource::Send() {
  if (next_.table < tables_.size()) {
    database_.Send(tables_[next_.table]->page, {tenant_, next_.key});
  } else if (project_) {
    database_.Send(events_page_.c_str(), {tenant_, next_.time, next_.key, project_});
  } else {
    database_.Send(events_page_.c_str(), {tenant_, next_.time, next_.key});
  }
  sent_ = true;
}

bool IncumbentSource::NextPage() {
  for (;;) {
    if (!sent_) Send();
    page_.emplace(database_.Receive());
    sent_ = false;
    at_ = 0;
    if (page_->size() > 0) break;
    if (next_.table == tables_.size()) return false;
    ++next_.table;
    const bool events = next_.table == tables_.size();
    next_.time = kBeforeAllTimes;
    next_.key = events ? kNilUuid : tables_[next_.table]->first_key;
    place_ = next_;
  }
  const int last = page_->size() - 1;
  const bool events = next_.table == tables_.size();
  next_.time = events ? page_->text(last, kCursorTime) : "";
  next_.key = page_->text(last, events ? static_cast<int>(kEventId) : 0);
  if (events && has_resolutions_) FindResolutions();
  Send();
  return true;
}

void IncumbentSource::FindResolutions() {
  resolutions_.clear();
  std::string sessions;
  for (int i = 0; i < page_->size(); ++i) {
    const std::string session = InboxSession(*page_, i);
    if (session.empty()) continue;
    sessions += sessions.empty() ? "{" : ",";
    sessions += session;
  }
  if (sessions.empty()) return;
  const Rows rows = database_.Ask(kResolutions, {sessions + "}"});
  for (int i = 0; i < rows.size(); ++i) resolutions_.emplace(rows.text(i, 0), rows.text(i, 1));
}

bool IncumbentSource::Next(Row* row) {
  if (!page_ || at_ == page_->size()) {
    if (!NextPage()) return false;
  }
  ++done_;
  if (in_events()) {
    const auto found =
        resolutions_.empty() ? resolutions_.end() : resolutions_.find(InboxSession(*page_, at_));
    MapEvent(*page_, at_, found == resolutions_.end() ? "" : found->second, row);
    place_.time = page_->text(at_, kCursorTime);
    place_.key = page_->text(at_++, kEventId);
    return true;
  }
  row->table = tables_[place_.table]->name;
  if (document_.Parse(page_->text(at_, 1)).ok()) {
    tables_[place_.table]->map(document_.root(), row);
  } else {
    row->refused = "no JSON that can be read";
    row->line = page_->text(at_, 1);
  }
  place_.key = page_->text(at_++, 0);
  return true;
}

}  // namespace griot::history_import
