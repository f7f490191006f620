#include "plugins/geo_enricher/enricher.h"

#include <iterator>

#include "plugins/geo_enricher/address.h"
#include "plugins/geo_enricher/options.h"

namespace griot::geo {
namespace {

// Where doors and clients put addresses; the first is ours, and Segment's.
constexpr const char* kAddressPaths[] = {"/ip", "/ipAddress", "/ip_address"};
constexpr std::string_view kNames[] = {"ip", "ipAddress", "ip_address", "geo"};

}  // namespace

GeoEnricher::GeoEnricher(const StageConfig& config) : context_(config.context) {
  const Options options = ReadOptions(config.options);
  keep_ip_ = options.keep_ip;
  for (const std::string& file : options.city)
    databases_.push_back(std::make_shared<const Database>(file));
  for (const std::string& file : options.country) {
    auto database = file.empty() ? Database::BuiltIn() : std::make_shared<const Database>(file);
    if (database != nullptr) databases_.push_back(std::move(database));
  }
  if (config.lane != 0) return;
  std::string names;
  for (const auto& database : databases_) names += (names.empty() ? "" : ", ") + database->name();
  context_.Info(names.empty() ? "no database: countries by phone numbers alone"
                              : "places of addresses by " + names);
}

void GeoEnricher::Process(Batch& batch) {
  for (Event event : batch) {
    scratch_.Reset();
    Enrich(event);
  }
}

// A message is where its number is, a visit where its address is.
void GeoEnricher::Enrich(Event& event) {
  std::optional<std::string_view> values[std::size(kNames)];
  if (const auto context = event.ContextMember("")) json::GetMembers(*context, kNames, values);
  const auto& ip = values[0];
  const auto& geo = values[3];
  std::string_view address;
  if (ip) address = json::GetString(*ip, "", scratch_).value_or("");
  const bool object = geo && geo->starts_with('{');
  const bool said = geo && json::Get(*geo, "country").has_value();
  Found found;
  if (!said) {
    if (event.device_channel()) {
      ByAddress(address, &found);
      if (found.source == nullptr) ByPhone(event, &found);
    } else {
      ByPhone(event, &found);
      if (found.source == nullptr) ByAddress(address, &found);
    }
  }
  // What was read ends here, with the first change.
  if (found.source != nullptr) Write(event, found, object);
  if (keep_ip_) return;
  for (size_t i = 0; i < std::size(kAddressPaths); ++i)
    if (values[i].has_value()) event.RemoveContext(kAddressPaths[i]);
}

void GeoEnricher::ByPhone(const Event& event, Found* found) {
  const std::string_view country = phones_.Of(event.user_id());
  if (!country.empty()) *found = {{country, {}, {}}, "phone", nullptr};
}

void GeoEnricher::ByAddress(std::string_view text, Found* found) const {
  const auto address = PublicAddress(text);
  if (!address) return;
  for (const auto& database : databases_) {
    Place place;
    if (!database->Find(*address, &place)) continue;
    *found = {place, "ip", database.get()};
    return;
  }
}

void GeoEnricher::Write(Event& event, const Found& found, bool object) {
  json_.clear();
  json::Writer<std::string> w(json_);
  w.BeginObject();
  const auto add = [&](const char* path, std::string_view text) {
    if (text.empty()) return;
    if (!object) {
      w.Key(path + sizeof "/geo/" - 1).String(text);
      return;
    }
    // Beside members of the client's own.
    json_.clear();
    json::AppendString(json_, text);
    event.SetContext(path, json_);
  };
  add("/geo/country", found.place.country);
  add("/geo/region", found.place.region);
  add("/geo/city", found.place.city);
  add("/geo/source", found.source);
  if (found.database != nullptr) add("/geo/database", found.database->name());
  if (object) return;
  w.EndObject();
  event.SetContext("/geo", json_);
}

}  // namespace griot::geo
