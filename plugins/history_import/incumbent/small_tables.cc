#include "plugins/history_import/incumbent/small_tables.h"

#include <initializer_list>
#include <string>
#include <string_view>

#include "griot/door/client_values.hpp"
#include "griot/event_time.hpp"
#include "plugins/history_import/client/row_key.h"
#include "plugins/history_import/incumbent/json_members.h"

namespace griot::history_import {
namespace {

using Writer = json::Writer<std::string>;

constexpr const char* kContactFields[] = {
    "pin",  "yearOfBirth", "paymentStatus", "optedIn",       "optedInAt",
    "tags", "lastSeen",    "messageCount",  "deactivatedAt", "metadata"};
constexpr const char* kTraits[] = {"name", "email"};
constexpr const char* kCampaignMembers[] = {
    "type",           "status",      "sourceModule", "sourceReferenceId", "templateId",
    "recipientCount", "scheduledAt", "completedAt",  "segmentId",         "triggerType"};
constexpr const char* kResolutionMembers[] = {"category", "outcome",   "notes",
                                              "formData", "csatScore", "csatFeedback"};

// The first of these members that is there.
json::Value First(json::Value row, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const json::Value value = row.Find(name);
    if (value.exists() && !value.is_null()) return value;
  }
  return {};
}

// What all events of this file have in common. The door derives the id from the message id, so it
// is the same in each run, and another than any event's of a client.
void Begin(Writer& w, json::Value row, std::string_view table, std::string_view key,
           std::string_view event, std::string_view user, json::Value time) {
  json::Scratch scratch;
  const auto tenant = row.Find("tenantId").string(scratch).value_or("");
  std::string id = "incumbent/" + std::string(table) + "/";
  if (!tenant.empty()) id.append(tenant).append("/");
  w.BeginObject().Key("messageId").String(id.append(key)).Key("event").String(event);
  w.Key("channel").String("whatsapp").Key("userId").String(user);
  PutMember(w, "timestamp", time);
  // The row's own time is the better one: a campaign is made long before it begins.
  const auto said = ClientTime(time);
  const bool plain = said && *said >= kEarliestEvent && *said <= Now();
  PutMember(w, "receivedAt", plain ? time : row.Find("createdAt"));
  w.Key("properties").BeginObject();
}

void MapContact(json::Value row, Row* out) {
  json::Scratch scratch;
  const auto number = row.Find("contactId").string(scratch).value_or("");
  out->key = RowKey("whatsapp", number, {});
  Writer w(out->line);
  Begin(w, row, "contacts", number, "contact.created", number, row.Find("firstSeen"));
  w.Key("source").String("incumbent");
  PutMember(w, "name", row.Find("name"));
  w.Key("customFields").BeginObject();
  PutMembers(w, row, kContactFields);
  w.EndObject().Key("traits").BeginObject();
  PutMembers(w, row, kTraits);
  w.EndObject().EndObject().EndObject();
}

void MapCampaign(json::Value row, Row* out) {
  const json::Value began = First(row, {"startedAt", "completedAt"});
  if (!began.exists()) {
    out->left_out = "campaigns that never began";
    return;
  }
  json::Scratch scratch;
  const auto id = row.Find("id").string(scratch).value_or("");
  Writer w(out->line);
  Begin(w, row, "campaigns", id, "campaign.sent", "system", began);
  w.Key("campaignId").String(id);
  PutMember(w, "campaignName", row.Find("name"));
  PutMember(w, "templateName", row.FindPath("messageTemplate.template.name"));
  PutMembers(w, row, kCampaignMembers);
  w.EndObject().EndObject();
}

void MapResolution(json::Value row, Row* out) {
  json::Scratch scratch;
  const auto id = row.Find("id").string(scratch).value_or("");
  const auto number = row.Find("contactId").string(scratch).value_or("");
  out->key = RowKey("whatsapp", number, {});
  Writer w(out->line);
  Begin(w, row, "resolutions", id, "chat.resolved", number, row.Find("createdAt"));
  PutMember(w, "inboxSessionId", row.Find("sessionId"));
  PutMember(w, "agentId", row.Find("resolvedByAgentId"));
  PutMember(w, "openedAt", row.Find("openedAt"));
  PutMembers(w, row, kResolutionMembers);
  w.EndObject().EndObject();
}

constexpr const char* kContactsNeed[] = {"contacts"};
constexpr const char* kCampaignsNeed[] = {"campaigns"};
constexpr const char* kResolutionsNeed[] = {"resolutions", "inbox_sessions"};
constexpr const char* kNilUuid = "00000000-0000-0000-0000-000000000000";

constexpr SmallTable kTables[] = {
    {"contacts", kContactsNeed,
     R"(select c."contactId"::text, to_jsonb(c)::text from contacts c
        where c."tenantId" = $1 and c."contactId" > $2 order by c."contactId" limit 10000)",
     "", R"(select count(*) from contacts where "tenantId" = $1)", &MapContact},
    {"campaigns", kCampaignsNeed,
     R"(select c.id::text, to_jsonb(c)::text from campaigns c
        where c."tenantId" = $1 and c.id > $2
          and not exists (select from events e where e."tenantId" = $1
                          and e."eventName" = 'campaign.sent'
                          and e.properties->>'campaignId' = c.id::text)
        order by c.id limit 10000)",
     kNilUuid, R"(select count(*) from campaigns where "tenantId" = $1)", &MapCampaign},
    // Its own tenant stands in the inbox session. Those of a chat.resolved travel in that.
    {"resolutions", kResolutionsNeed,
     R"(select r.id::text,
               (to_jsonb(r) || jsonb_build_object('contactId', s."contactId",
                                                  'openedAt', s."createdAt"))::text
        from resolutions r join inbox_sessions s on s.id = r."sessionId"
        where s."tenantId" = $1 and r.id > $2
          and not exists (select from events e where e."tenantId" = $1
                          and e."eventName" = 'chat.resolved'
                          and e.properties->>'inboxSessionId' = r."sessionId"::text)
        order by r.id limit 10000)",
     kNilUuid,
     R"(select count(*) from resolutions r join inbox_sessions s on s.id = r."sessionId"
        where s."tenantId" = $1)",
     &MapResolution}};

}  // namespace

std::span<const SmallTable> SmallTables() { return kTables; }

}  // namespace griot::history_import
