#include "plugins/dashboard/rollup/event_rows.h"

#include <array>
#include <cstdlib>

#include "griot/json.hpp"

namespace griot::dashboard {
namespace {

enum Column {
  kProject,
  kAt,
  kChannel,
  kName,
  kUser,
  kAnonymous,
  kOwn,
  kCountry,
  kCampaign,
  kTemplate,
  kAgent,
  kDevice,
  kBrowser,
  kPage,
  kPlace,
  kSource,
  kError,
  kFatal
};

struct Dimension {
  const char* dim;
  const char* with_name;  // null: not kept by name
  int column;
};
constexpr std::array<Dimension, 10> kDimensions = {{{"channel", "channel.name", kChannel},
                                                    {"country", "country.name", kCountry},
                                                    {"campaign", "campaign.name", kCampaign},
                                                    {"template", "template.name", kTemplate},
                                                    {"agent", "agent.name", kAgent},
                                                    {"device", "device.name", kDevice},
                                                    {"browser", nullptr, kBrowser},
                                                    {"page", nullptr, kPage},
                                                    {"place", nullptr, kPlace},
                                                    {"source", nullptr, kSource}}};

bool IsMessageChannel(std::string_view channel) {
  return channel == "whatsapp" || channel == "sms" || channel == "rcs";
}

}  // namespace

// A macro, so that texts join when they are compiled.
#define GRIOT_EVENT_PLACE                                                                      \
  "case when coalesce(griot_event_country(e.properties, e.context), "                          \
  "griot_short_text(e.context->'geo'->'region'), griot_short_text(e.context->'geo'->'city')) " \
  "is not null then jsonb_build_array(griot_event_country(e.properties, e.context), "          \
  "case when e.context->'geo' ? 'country' then "                                               \
  "coalesce(griot_short_text(e.context->'geo'->'source'), 'event') else 'event' end, "         \
  "left(griot_short_text(e.context->'geo'->'region'), 100), "                                  \
  "left(griot_short_text(e.context->'geo'->'city'), 100))::text end"

const char* const kEventPlace = GRIOT_EVENT_PLACE;
const char* const kEventColumns =
    "e.project, (extract(epoch from e.occurred_at) * 1000000)::bigint, e.channel, e.name, "
    "e.user_id, "
    "e.anonymous_id, case when griot_is_own(e.name, e.user_id, e.properties) then '1' end, "
    "griot_event_country(e.properties, e.context), "
    "coalesce(griot_short_text(e.properties->'campaignId'), "
    "griot_event_campaign(e.properties, e.context)), "
    "coalesce(griot_short_text(e.properties->'templateId'), "
    "griot_short_text(e.properties->'templateName')), "
    "griot_short_text(e.properties->'agentId'), griot_event_device(e.context), "
    "griot_short_text(e.context->'browser'->'name'), "
    "case when e.name = 'page_view' then griot_event_node(e.name, e.properties, e.context) "
    "end, " GRIOT_EVENT_PLACE
    ", e.source, "
    // Shortened, because it becomes part of a key.
    "case when e.name = 'error' then jsonb_build_array(e.channel, "
    "left(coalesce(e.properties->>'code', ''), 150), "
    "left(coalesce(e.properties->>'origin', 'page'), 50), "
    "left(coalesce(e.properties->>'step', ''), 100), "
    "case when coalesce(e.properties->>'message', '') <> '' then '1' else '' end)::text end, "
    "case when e.name = 'error' and e.properties->'fatal' = 'true' then '1' end";

std::string EventsWhere(const std::string& where) {
  return std::string("select ") + kEventColumns + " from events e where " + where;
}

std::vector<std::string> AllDims() {
  std::vector<std::string> dims = {"all", "name", "error"};
  for (const Dimension& d : kDimensions) {
    dims.emplace_back(d.dim);
    if (d.with_name != nullptr) dims.emplace_back(d.with_name);
  }
  return dims;
}

void ActorMemory::Clear() {
  const std::lock_guard lock(mutex_);
  numbers_.clear();
  ++version_;
}

uint64_t ActorMemory::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

void ActorMemory::Recall(std::unordered_map<std::string, int>* keys,
                         std::unordered_map<std::string, uint32_t>* numbers) const {
  const std::lock_guard lock(mutex_);
  std::erase_if(*keys, [&](const auto& entry) {
    const auto known = numbers_.find(entry.first);
    if (known == numbers_.end()) return false;
    numbers->insert(*known);
    return true;
  });
}

void ActorMemory::Keep(uint64_t version, const std::string& key, uint32_t number) {
  const std::lock_guard lock(mutex_);
  if (version != version_) return;
  if (numbers_.size() >= kMost) numbers_.clear();
  numbers_[key] = number;
}

std::string Actors::KeyOf(const Result& rows, int row) {
  scratch_ = rows.text(row, kProject);
  scratch_ += IsMessageChannel(rows.text(row, kChannel)) ? "\x1f"
                                                           "m"
                                                         : "\x1f"
                                                           "o";
  scratch_ += rows.null(row, kUser) ? "-" : "+";
  scratch_ += rows.text(row, kUser);
  scratch_ += '\x1f';
  scratch_ += rows.text(row, kAnonymous);
  return scratch_;
}

void Actors::Resolve(Db& db, const Result& rows) {
  if (numbers_.size() > kMost) numbers_.clear();
  std::unordered_map<std::string, int> unknown;
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.null(row, kUser) && rows.null(row, kAnonymous)) continue;
    std::string key = KeyOf(rows, row);
    if (numbers_.contains(key)) continue;
    unknown.emplace(std::move(key), row);
  }
  if (memory_ != nullptr) memory_->Recall(&unknown, &numbers_);
  if (unknown.empty()) return;
  std::vector<const std::string*> keys;
  // Nulls travel as themselves: an empty user is not the same as none.
  std::string json = "[";
  const auto text = [&](int row, int column) {
    if (rows.null(row, column)) {
      json += "null";
    } else {
      json::AppendString(json, rows.text(row, column));
    }
  };
  for (const auto& [key, row] : unknown) {
    keys.push_back(&key);
    if (json.size() > 1) json += ',';
    json += '[';
    text(row, kProject);
    json += ',';
    text(row, kChannel);
    json += ',';
    text(row, kUser);
    json += ',';
    text(row, kAnonymous);
    json += ']';
  }
  const Result found = db.Run(
      "select i.number from jsonb_array_elements($1::jsonb) with ordinality as a (k, n) "
      "left join identifiers i on i.id = "
      "griot_event_identifier(a.k->>0, a.k->>1, a.k->>2, a.k->>3) order by a.n",
      {json + "]"});
  for (int i = 0; i < found.rows(); ++i) {
    if (found.null(i, 0)) continue;
    const std::string& key = *keys[static_cast<size_t>(i)];
    numbers_[key] = static_cast<uint32_t>(found.int8(i, 0));
    if (memory_ != nullptr) memory_->Keep(version_, key, numbers_[key]);
  }
}

uint32_t Actors::NumberOf(const Result& rows, int row) {
  if (rows.null(row, kUser) && rows.null(row, kAnonymous)) return 0;
  const auto found = numbers_.find(KeyOf(rows, row));
  return found == numbers_.end() ? 0 : found->second;
}

void CountRows(Db& db, Actors& actors, const Result& rows, Buckets* quarters, Firsts* firsts) {
  actors.Resolve(db, rows);
  for (int row = 0; row < rows.rows(); ++row) {
    const uint32_t number = actors.NumberOf(rows, row);
    const bool own = !rows.null(row, kOwn);
    const int64_t at = rows.int8(row, kAt);
    std::string project(rows.text(row, kProject)), name(rows.text(row, kName));
    if (own && number != 0 && firsts != nullptr) {
      const auto [first, is_new] = firsts->try_emplace(number, First{at, project});
      if (!is_new && at < first->second.at) first->second.at = at;
    }
    const int64_t seconds = at >= 0 ? at / 1'000'000 : (at - 999'999) / 1'000'000;
    const int64_t bucket = seconds / kQuarter * kQuarter;  // no event is before 2000
    auto& cells = (*quarters)[{std::move(project), bucket}];
    const auto count = [&](std::string dim, std::string_view value, std::string_view by, bool all) {
      Cell& cell = cells[{std::move(dim), std::string(value), std::string(by)}];
      ++cell.events;
      if (own) ++cell.own;
      if (number != 0 && (own || all)) cell.people.add(number);
    };
    count("all", "", "", false);
    count("name", name, "", true);
    for (const Dimension& d : kDimensions) {
      if (rows.null(row, d.column)) continue;
      const std::string_view value = rows.text(row, d.column);
      count(d.dim, value, "", d.column == kPage);
      if (d.with_name != nullptr) count(d.with_name, value, name, true);
    }
    if (!rows.null(row, kError)) {
      Cell& cell = cells[{"error", std::string(rows.text(row, kError)), ""}];
      ++cell.events;
      if (!rows.null(row, kFatal)) ++cell.own;
      if (number != 0) cell.people.add(number);
    }
  }
}

}  // namespace griot::dashboard
