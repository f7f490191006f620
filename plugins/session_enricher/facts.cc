#include "facts.h"

#include <optional>

#include "griot/json.hpp"
#include "rules.h"

namespace griot::sessions {
namespace {

constexpr size_t kMostText = 512;  // of a property's JSON; longer ones are nobody's campaign

// Where enrichers and clients put what a session is known by; the first that is there counts.
struct Place {
  Known bit;
  const char* key;
  const char* context[3];
  const char* property;
};
constexpr Place kPlaces[] = {
    {kKnowsSource, "r", {"/campaign/source", "/utm/source", nullptr}, "/utm_source"},
    {kKnowsCampaign, "g", {"/campaign/name", "/utm/campaign", nullptr}, "/utm_campaign"},
    {kKnowsDevice, "d", {"/device/type", "/deviceType", nullptr}, nullptr},
    {kKnowsCountry, "c", {"/geo/country", "/country", "/location/country"}, "/countryCode"}};

bool IsText(std::optional<std::string_view> json) {
  return json && json->size() > 2 && json->size() <= kMostText && json->front() == '"';
}

std::optional<std::string_view> Read(const Event& event, const Place& place) {
  if (event.raw().context.size > 2) {
    for (const char* path : place.context) {
      if (path == nullptr) break;
      const auto found = event.ContextMember(path);
      if (IsText(found)) return found;
    }
  }
  if (place.property == nullptr) return std::nullopt;
  const auto found = event.Property(place.property);
  return IsText(found) ? found : std::nullopt;
}

}  // namespace

uint32_t WriteFact(std::string& body, const Event& event, const Session& session, uint32_t flags) {
  uint32_t known = 0;
  json::Writer<std::string> w(body);
  char id[kUuidTextSize];
  FormatUuid(session.id, id);
  w.BeginObject().Key("s").String({id, sizeof id});
  w.Key("t").Int(event.occurred_at()).Key("f").Uint(flags);
  if ((flags & kOwn) != 0) w.Key("n").Raw(Node(event));
  const auto text = [&](Known bit, const char* key, std::string_view value) {
    if ((session.known & bit) != 0 || value.empty()) return;
    w.Key(key).String(value);
    known |= bit;
  };
  text(kKnowsUser, "u", event.user_id());
  text(kKnowsAnonymous, "a", event.anonymous_id());
  for (const Place& place : kPlaces) {
    if ((session.known & place.bit) != 0) continue;
    const auto found = Read(event, place);
    if (!found) continue;
    w.Key(place.key).Raw(*found);
    known |= place.bit;
  }
  w.EndObject();
  return known;
}

}  // namespace griot::sessions
