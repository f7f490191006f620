#include "rules.h"

#include <algorithm>
#include <array>

#include "griot/json.hpp"
#include "griot/session_key.hpp"

namespace griot::sessions {
namespace {

constexpr std::array<std::string_view, 7> kNotOwn{
    "identify", "group", "alias", "contact.created", "campaign.sent", "agent.handoff", "csat.sent"};
constexpr std::array<std::string_view, 5> kGoals{"conversion", "purchase", "Order Completed",
                                                 "payment_success", "form_submit"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool SameIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

constexpr std::array<std::string_view, 7> kRanks{"chat.opened",  "message.received",
                                                 "message.sent", "message.delivered",
                                                 "message.read", "",  // everything else
                                                 "chat.resolved"};
constexpr int64_t kOtherRank = 5;

bool IsText(std::optional<std::string_view> json, std::string_view text) {
  if (!json) return false;
  json::Scratch scratch;
  return json::GetString(*json, "", scratch) == text;
}

bool IsSet(std::optional<std::string_view> json) {
  return json && *json != "null" && *json != "\"\"";
}

void AppendText(std::string& out, std::string_view text) {
  // jsonb takes everything but a zero, and an event with one never becomes a row.
  if (text.find('\0') == std::string_view::npos) {
    json::AppendString(out, text);
    return;
  }
  std::string clean(text);
  std::replace(clean.begin(), clean.end(), '\0', '?');
  json::AppendString(out, clean);
}

}  // namespace

bool IsPerson(std::string_view user_id) {
  const std::string_view head = user_id.substr(0, user_id.find(':'));
  return !SameIgnoringCase(head, "system") && !SameIgnoringCase(head, "bot") &&
         !SameIgnoringCase(head, "agent");
}

bool IsOwn(const Event& event) {
  const std::string_view name = event.name();
  if (!IsPerson(event.user_id())) return false;
  if (name.starts_with("message.")) return name == "message.received" || name == "message.reaction";
  if (name.starts_with("chat.") || name.starts_with("ai.") || Contains(kNotOwn, name)) return false;
  if (name != "error") return true;
  const auto origin = event.Property("/origin");
  return !IsText(origin, "flow") && !IsText(origin, "provider");
}

bool IsPersonalMessage(const Event& event) {
  return event.name() == "message.sent" && !IsSet(event.Property("/campaignId")) &&
         !IsText(event.Property("/category"), "marketing");
}

int64_t Place(const Event& event) {
  const auto* const found = std::find(kRanks.begin(), kRanks.end(), event.name());
  const bool ranked = found != kRanks.end() && !event.name().empty();
  return event.occurred_at() * 8 + (ranked ? found - kRanks.begin() : kOtherRank);
}

bool IsPageView(const Event& event) { return event.name() == "page_view"; }

bool IsConversion(const Event& event) {
  return Contains(kGoals, event.name()) || event.Property("/journeyEnd") == "true";
}

std::string Node(const Event& event) {
  const auto text = [](std::optional<std::string_view> json) {
    return json && json->size() > 2 && json->front() == '"';
  };
  if (event.name() == "page_view") {
    for (const char* path : {"/path", "/page/path"}) {
      const auto found = event.Property(path);
      if (text(found)) return std::string(*found);
    }
    const auto found = event.ContextMember("/page/path");
    if (text(found)) return std::string(*found);
  } else if (event.name() == "screen_view") {
    for (const char* path : {"/name", "/screen", "/screenName"}) {
      const auto found = event.Property(path);
      if (text(found)) return std::string(*found);
    }
  }
  std::string name;
  json::AppendString(name, event.name());
  return name;
}

void AppendKey(std::string& out, const griot_event& event) {
  const std::string_view subject = SessionSubject(event);
  if (subject.empty() || !IsPerson(subject)) return;
  out.push_back('[');
  AppendText(out, View(event.project));
  out.push_back(',');
  AppendText(out, View(event.channel));
  out.push_back(',');
  AppendText(out, subject);
  out.push_back(']');
}

}  // namespace griot::sessions
