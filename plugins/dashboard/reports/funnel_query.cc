#include "plugins/dashboard/reports/funnel_query.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "plugins/dashboard/rollup/event_rows.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostSteps = 10;
constexpr size_t kMostEvents = 5'000'000;
constexpr size_t kMostWithTraits = 1'000'000;
constexpr const char* kPiece = "20000";

// What people of a step can have in common. Names of properties that tell who somebody is, or what
// they wrote, are left out: their values are as many as people.
constexpr const char* kTraits =
    ", (select jsonb_object_agg(t.name, t.value) from (values ('channel', e.channel), "
    "('country', griot_event_country(e.properties, e.context)), "
    "('campaign', coalesce(griot_short_text(e.properties->'campaignId'), "
    "griot_event_campaign(e.properties, e.context))), "
    "('template', coalesce(griot_short_text(e.properties->'templateId'), "
    "griot_short_text(e.properties->'templateName'))), "
    "('agent', griot_short_text(e.properties->'agentId')), "
    "('device', griot_event_device(e.context)), "
    "('browser', griot_short_text(e.context->'browser'->'name'))) as t (name, value) "
    "where t.value is not null) || coalesce((select jsonb_object_agg('property:' || p.key, "
    "p.value #>> '{}') from jsonb_each(e.properties) p "
    "where jsonb_typeof(p.value) in ('string', 'number', 'boolean') and length(p.value::text) <= "
    "60 "
    "and p.key !~* '(id|url|text|body|phone|email|name|token)$'), '{}')";

void ReadList(const Ask& ask, const std::string& parameter, FunnelQuestion* question) {
  const std::string text = ask.Text(parameter).value_or("[]");
  json::Document document;
  json::Scratch scratch;
  const char* const kShape = "must be a JSON list of events' names, or of {event, filters}";
  if (!document.Parse(text).ok() || !document.root().is_array())
    throw BadParameter(parameter, kShape);
  for (const json::Value step : document.root().elements()) {
    const json::Value name = step.is_object() ? step.Find("event") : step;
    const auto event = name.string(scratch);
    if (!event || !name.jsonb_ok()) throw BadParameter(parameter, kShape);
    const json::Value filters = step.is_object() ? step.Find("filters") : json::Value();
    if (filters.exists() && (!filters.is_array() || !filters.jsonb_ok())) {
      throw BadParameter(parameter, "filters: must be a list");
    }
    question->events.emplace_back(*event);
    question->filters.emplace_back(filters.exists() ? std::string(filters.raw()) : "[]");
  }
}

int64_t MicrosOf(const Ask& ask, const char* parameter) { return ask.Int(parameter) * 1'000'000; }

// The bits of the steps that an event fills, its exclusion, and where it stands.
std::string Sql(const FunnelQuestion& question, bool traits, std::vector<pg::Param>* params) {
  const auto bind = [params](pg::Param value) {
    params->push_back(std::move(value));
    return "$" + std::to_string(params->size());
  };
  std::string matches = "0", excludes = "false";
  for (size_t i = 0; i < question.events.size(); ++i) {
    const std::string one = "griot_goal_matches(" + bind(question.events[i]) + "::text, " +
                            bind(question.filters[i]) + "::jsonb, e.name, e.properties)";
    if (i < question.rules.steps) {
      matches += " + case when " + one + " then " + std::to_string(1 << i) + " else 0 end";
    } else {
      excludes += " or " + one;
    }
  }
  const bool strict = question.rules.order == FunnelOrder::kStrict;
  std::string sql =
      "select * from (select e.project, griot_event_order(e.occurred_at, e.name) as place, "
      "e.channel, e.name, e.user_id, e.anonymous_id, " +
      matches + " as matches, " + excludes + " as excludes, ";
  sql += question.breakdown.empty()
             ? "null::text"
             : "left(e.properties #>> string_to_array(" + bind(question.breakdown) + ", '.'), 512)";
  sql += ", e.id, ";
  sql += question.by_session ? "e.session_id" : "null::uuid as session_id";
  if (traits) sql += std::string(kTraits) + " as traits";
  sql += question.by_session ? " from events_resolved e" : " from events e";
  sql +=
      " where e.project = $1 and e.occurred_at >= $2::timestamptz and e.occurred_at < "
      "$3::timestamptz";
  const std::string named = bind(TextArray(question.events)) + "::text[]";
  // "": any event that its filters let through.
  sql += " and (e.name = any (" + named + ") or '' = any (" + named + ")";
  sql += strict ? " or griot_is_own(e.name, e.user_id, e.properties))" : ")";
  sql += ") x";
  if (!strict) sql += " where matches > 0 or excludes";
  return sql;
}

}  // namespace

FunnelQuestion FunnelQuestion::Read(const Ask& ask) {
  FunnelQuestion question;
  ReadList(ask, "steps", &question);
  question.names = question.events;
  question.rules.steps = question.events.size();
  if (question.names.size() < 2 || question.names.size() > kMostSteps) {
    throw BadParameter("steps", "must be 2 to 10");
  }
  ReadList(ask, "exclude", &question);
  if (question.events.size() - question.rules.steps > kMostSteps) {
    throw BadParameter("exclude", "must be at most 10");
  }
  const std::string order = ask.Text("order").value_or("ordered");
  question.rules.order = order == "strict" ? FunnelOrder::kStrict
                         : order == "any"  ? FunnelOrder::kAny
                                           : FunnelOrder::kOrdered;
  question.rules.window = MicrosOf(ask, "window");
  question.rules.begins = ask.period.begins;
  question.rules.ends = ask.period.ends;
  question.by_session = ask.Text("scope") == "session";
  question.breakdown = ask.Text("by_property").value_or("");
  return question;
}

std::vector<FunnelMember> RunFunnel(const Ask& ask, const FunnelQuestion& question,
                                    FunnelTraits* traits) {
  struct Story {
    std::vector<FunnelEvent> events;
    std::pair<int64_t, std::string> value_at;  // place in order, and id
    std::string value;
    bool known = false;
    std::vector<FunnelTraits::Seen> seen;
  };
  std::vector<pg::Param> params = {ask.project.id, MicrosText(question.rules.begins),
                                   MicrosText(question.rules.ends + question.rules.window + 1)};
  const std::string sql = Sql(question, traits != nullptr, &params);
  const size_t most = traits != nullptr ? kMostWithTraits : kMostEvents;
  Db& db = *ask.call.reader;
  std::unordered_map<std::string, Story> stories;
  Actors actors(ask.call.people->actors());
  size_t read = 0;
  db.Run("begin");
  try {
    db.Run("declare funnel no scroll cursor for " + sql, params);
    while (true) {
      const Result rows = db.Run(std::string("fetch ") + kPiece + " from funnel");
      if (rows.rows() == 0) break;
      read += static_cast<size_t>(rows.rows());
      if (read > most) {
        throw Problem(503, "too_many",
                      "more than " + std::to_string(most) + " events: ask for a shorter time");
      }
      if (!question.by_session) actors.Resolve(db, rows);
      for (int i = 0; i < rows.rows(); ++i) {
        std::string who;
        if (question.by_session) {
          who = rows.text(i, 10);
        } else if (const uint32_t number = actors.NumberOf(rows, i); number != 0) {
          who = std::to_string(ask.call.people->PersonOf(number));
        }
        if (who.empty()) continue;
        Story& story = stories[who];
        const int64_t place = rows.int8(i, 1);
        story.events.push_back(
            {place >> 3, static_cast<uint32_t>(rows.int8(i, 6)), rows.text(i, 7) == "t"});
        const std::pair at(place, std::string(rows.text(i, 9)));
        if (!rows.null(i, 8) && (!story.known || at < story.value_at)) {
          story.known = true;
          story.value_at = at;
          story.value = rows.text(i, 8);
        }
        if (traits == nullptr) continue;
        const auto [text, is_new] = traits->texts.emplace(rows.text(i, 11));
        story.seen.push_back({place, ParseUuid(rows.text(i, 9)).value_or(Uuid{}), &*text,
                              story.events.back().matches});
      }
    }
    db.Run("commit");
  } catch (...) {
    db.Close();
    throw;
  }
  std::vector<FunnelMember> members;
  for (auto& [who, story] : stories) {
    FunnelRun run = FurthestRun(question.rules, std::move(story.events));
    if (run.times.empty() || run.removed) continue;
    std::sort(story.seen.begin(), story.seen.end(), [](const auto& a, const auto& b) {
      return a.place != b.place ? a.place < b.place
                                : std::memcmp(a.id.b, b.id.b, sizeof a.id.b) < 0;
    });
    members.push_back({std::move(run), story.value, std::move(story.seen)});
  }
  return members;
}

}  // namespace griot::dashboard
