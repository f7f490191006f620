#pragma once

#include <memory>
#include <string>
#include <vector>

#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "plugins/geo_enricher/database.h"
#include "plugins/geo_enricher/phone_countries.h"

namespace griot::geo {

// Writes context.geo by the phone number or the address, where the client has not said it itself,
// and takes the address out of the event. No state but a cache of what follows from the numbers
// alone. One instance a lane; lane thread.
class GeoEnricher final : public Transform {
 public:
  explicit GeoEnricher(const StageConfig& config);
  void Process(Batch& batch) override;

 private:
  struct Found {
    Place place;
    const char* source = nullptr;  // nullptr: nothing was found
    const Database* database = nullptr;
  };

  void Enrich(Event& event);
  void ByPhone(const Event& event, Found* found);
  void ByAddress(std::string_view text, Found* found) const;
  // `object`: whether the event has a context.geo of its own.
  void Write(Event& event, const Found& found, bool object);

  const Context context_;
  bool keep_ip_ = false;
  // Regions first, then countries.
  std::vector<std::shared_ptr<const Database>> databases_;
  PhoneCountries phones_;
  json::Scratch scratch_;
  std::string json_;
};

}  // namespace griot::geo
