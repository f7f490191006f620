#include "plugins/history_import/incumbent/event_row.h"

#include <algorithm>
#include <array>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "plugins/history_import/client/mend.h"
#include "plugins/history_import/client/row_key.h"
#include "plugins/history_import/incumbent/json_members.h"

namespace griot::history_import {
namespace {

using Writer = json::Writer<std::string>;

constexpr std::array<const char*, kEventColumns> kNames = {
    "timestamp",   "timestamp",   "receivedAt", "eventId",     "messageId",      "eventName",
    "eventType",   "anonymousId", "sessionId",  "userId",      "externalId",     "handshakeToken",
    "channelType", "pagePath",    "pageTitle",  "pageUrl",     "pageReferrer",   "userAgent",
    "deviceType",  "osName",      "osVersion",  "browserName", "browserVersion", "countryCode",
    "city",        "properties",  "sdkVersion"};

constexpr const char* kResolutionMembers[] = {"category", "outcome",   "notes",
                                              "formData", "csatScore", "csatFeedback"};

// Times that no text of ours can say are kept for people to see; no door believes them.
std::string TimeText(int64_t time) {
  if (time < kMinTime || time > kMaxTime) return std::to_string(time) + " us";
  return IsoString(time);
}

struct Member {
  const char* name;
  EventColumn column;
};

// An object of those that are there, or nothing.
void PutObject(Writer& w, const Rows& rows, int at, const char* name,
               std::initializer_list<Member> members) {
  bool open = false;
  for (const Member& member : members) {
    const std::string_view text = rows.text(at, member.column);
    if (text.empty()) continue;
    if (!open) w.Key(name).BeginObject();
    open = true;
    w.Key(member.name).String(text);
  }
  if (open) w.EndObject();
}

void PutText(Writer& w, const char* name, std::string_view text) {
  if (!text.empty()) w.Key(name).String(text);
}

void PutContext(Writer& w, const Rows& rows, int at) {
  w.Key("context").BeginObject();
  PutObject(w, rows, at, "library", {{"version", kSdkVersion}});
  PutObject(
      w, rows, at, "page",
      {{"path", kPagePath}, {"title", kPageTitle}, {"url", kPageUrl}, {"referrer", kPageReferrer}});
  PutText(w, "userAgent", rows.text(at, kUserAgent));
  PutObject(w, rows, at, "device", {{"type", kDeviceType}});
  PutObject(w, rows, at, "os", {{"name", kOsName}, {"version", kOsVersion}});
  PutObject(w, rows, at, "browser", {{"name", kBrowserName}, {"version", kBrowserVersion}});
  PutObject(w, rows, at, "geo", {{"country", kCountryCode}, {"city", kCity}});
  PutText(w, "handshakeToken", rows.text(at, kHandshakeToken));
  PutText(w, "externalId", rows.text(at, kExternalId));
  w.EndObject();
}

void PutProperties(Writer& w, const Rows& rows, int at, std::string_view resolution, Row* row) {
  std::string text(rows.text(at, kProperties));
  if (text == "null") text.clear();
  if (text.find("\\u") != std::string::npos && MendEscapes(&text)) {
    row->mended.push_back("an escape that no store takes: U+FFFD in its place");
  }
  if (!text.empty() && text.front() != '{') {
    text = "{\"value\":" + text + "}";
    row->mended.push_back("properties that were no object: kept as properties.value");
  }
  if (!resolution.empty()) {
    if (text.empty()) text = "{}";
    AddMembers(&text, resolution, kResolutionMembers);
    row->also = "resolutions in their chat.resolved";
  }
  if (!text.empty()) w.Key("properties").Raw(text);
}

}  // namespace

const char* ColumnName(EventColumn column) { return kNames[column]; }

bool IsNeeded(EventColumn column) {
  return column == kTime || column == kCursorTime || column == kEventId || column == kMessageId ||
         column == kEventName;
}

std::string InboxSession(const Rows& rows, int at) {
  if (rows.text(at, kEventName) != "chat.resolved") return {};
  json::Scratch scratch;
  const auto text = json::GetString(rows.text(at, kProperties), "inboxSessionId", scratch);
  const auto id = text ? ParseUuid(*text) : std::nullopt;
  return id ? UuidString(*id) : std::string();
}

void MapEvent(const Rows& rows, int at, std::string_view resolution, Row* row) {
  row->table = "events";
  std::string channel(rows.text(at, kChannelType));
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (std::any_of(channel.begin(), channel.end(), [&](char c) { return lower(c) != c; })) {
    std::transform(channel.begin(), channel.end(), channel.begin(), lower);
    row->mended.push_back("a channel in capitals: in small letters");
  }
  if (channel.empty()) channel = "web";
  std::string_view user = rows.text(at, kUserId);
  if (user.empty() && channel == "whatsapp" && !rows.text(at, kExternalId).empty()) {
    user = rows.text(at, kExternalId);
    row->mended.push_back("a message without a user: externalId in its place");
  }
  const std::string_view anonymous = rows.text(at, kAnonymousId);
  row->key = RowKey(channel, user, anonymous);
  const std::string_view message = rows.text(at, kMessageId);
  Writer w(row->line);
  w.BeginObject();
  w.Key("messageId").String(message.empty() ? rows.text(at, kEventId) : message);
  PutText(w, "event", rows.text(at, kEventName));
  PutText(w, "type", rows.text(at, kEventType));
  w.Key("channel").String(channel);
  PutText(w, "userId", user);
  PutText(w, "anonymousId", anonymous);
  PutText(w, "sessionId", rows.text(at, kSessionId));
  if (const auto time = rows.time(at, kTime)) w.Key("timestamp").String(TimeText(*time));
  if (const auto time = rows.time(at, kReceivedAt)) w.Key("receivedAt").String(TimeText(*time));
  PutProperties(w, rows, at, resolution, row);
  PutContext(w, rows, at);
  w.EndObject();
}

}  // namespace griot::history_import
