#include "facts.h"

#include <charconv>
#include <optional>

#include "griot/json.hpp"
#include "rules.h"

namespace griot::sessions {
namespace {

constexpr size_t kMostText = 512;  // bytes; longer ones are nobody's campaign

// Where enrichers and clients put what a session is known by; the first that is there counts.
struct Whence {
  Known bit;
  const char* key;
  const char* context[3];
  const char* property;
};
constexpr Whence kPlaces[] = {
    {kKnowsSource, "r", {"/campaign/source", "/utm/source", nullptr}, "/utm_source"},
    {kKnowsCampaign, "c", {"/campaign/name", "/utm/campaign", nullptr}, "/utm_campaign"},
    {kKnowsDevice, "d", {"/device/type", "/deviceType", nullptr}, nullptr},
    {kKnowsCountry, "y", {"/geo/country", "/country", "/location/country"}, "/countryCode"}};

bool IsText(std::optional<std::string_view> json) {
  if (!json || json->size() <= 2 || json->front() != '"') return false;
  if (json->size() <= kMostText + 2) return true;
  json::Scratch scratch;  // escapes take more than what they stand for
  const auto text = json::GetString(*json, "", scratch);
  return text && text->size() <= kMostText;
}

std::optional<std::string_view> Read(const Event& event, const Whence& place) {
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

// As a text: jsonb would make a numeric of a number, only for SQL to make a text of that again.
void PutNumber(json::Writer<std::string>& w, std::string_view key, int64_t number) {
  char text[24];
  const char* const end = std::to_chars(text, text + sizeof text, number).ptr;
  w.Key(key).String({text, static_cast<size_t>(end - text)});
}

uint32_t WriteTraits(json::Writer<std::string>& w, const Event& event, uint32_t stored,
                     uint32_t flags) {
  uint32_t known = 0;
  if ((flags & kOwn) != 0) w.Key("n").Raw(Node(event));
  const auto text = [&](Known bit, const char* key, std::string_view value) {
    if ((stored & bit) != 0 || value.empty()) return;
    w.Key(key).String(value);
    known |= bit;
  };
  text(kKnowsUser, "u", event.user_id());
  text(kKnowsAnonymous, "a", event.anonymous_id());
  for (const Whence& place : kPlaces) {
    if ((stored & place.bit) != 0) continue;
    const auto found = Read(event, place);
    if (!found) continue;
    w.Key(place.key).Raw(*found);
    known |= place.bit;
  }
  return known;
}

}  // namespace

uint32_t WriteFact(std::string& body, const Event& event, const Assigned& assigned, uint64_t hash,
                   uint32_t flags) {
  const Session* const session = assigned.session;
  if (!assigned.stands) flags |= kNoneStands;
  json::Writer<std::string> w(body);
  w.BeginObject();
  PutNumber(w, "g", assigned.run);
  if (session != nullptr) {
    char id[kUuidTextSize];
    FormatUuid(session->id, id);
    w.Key("s").String({id, sizeof id});
  }
  PutNumber(w, "o", Place(event));
  PutNumber(w, "f", flags);
  PutNumber(w, "l", static_cast<int64_t>(hash % kLocks));
  uint32_t known = 0;
  if (session != nullptr) {
    known = WriteTraits(w, event, assigned.behind ? 0 : session->known, flags);
  }
  w.EndObject();
  return known;
}

}  // namespace griot::sessions
