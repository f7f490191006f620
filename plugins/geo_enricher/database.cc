#include "plugins/geo_enricher/database.h"

#include <ctime>
#include <filesystem>

#include "griot/cpp/status.hpp"

namespace griot::geo {
namespace {

template <class... Path>
std::string_view Text(MMDB_entry_s* entry, Path... path) {
  MMDB_entry_data_s data{};
  constexpr const char* kEnd = nullptr;
  if (MMDB_get_value(entry, &data, path..., kEnd) != MMDB_SUCCESS) return {};
  if (!data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {data.utf8_string, data.data_size};
}

std::string_view Either(std::string_view a, std::string_view b) { return a.empty() ? b : a; }

// Two capital letters, and none of the codes that mean nowhere.
bool IsCountry(std::string_view code) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return code.size() == 2 && capital(code[0]) && capital(code[1]) && code != "ZZ" && code != "XX";
}

std::string Day(uint64_t seconds) {
  const auto when = static_cast<time_t>(seconds);
  std::tm parts{};
  if (gmtime_r(&when, &parts) == nullptr) return "unknown";
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts)};
}

}  // namespace

Database::Database(const std::string& file)
    : Database(file, std::filesystem::path(file).stem().string()) {}

Database::Database(const std::string& file, std::string_view name) : name_(name) {
  const int error = MMDB_open(file.c_str(), MMDB_MODE_MMAP, &db_);
  if (error != MMDB_SUCCESS) throw OptionError("databases: " + file + ": " + MMDB_strerror(error));
  name_ += " " + Day(db_.metadata.build_epoch);
}

bool Database::Find(const sockaddr_storage& address, Place* place) const {
  *place = {};
  int error = MMDB_SUCCESS;
  // An IPv6 address in a database of IPv4 is an error there, and simply not found here.
  MMDB_lookup_result_s found =
      MMDB_lookup_sockaddr(&db_, reinterpret_cast<const sockaddr*>(&address), &error);
  if (error != MMDB_SUCCESS || !found.found_entry) return false;
  MMDB_entry_s* const entry = &found.entry;
  place->country = Either(Text(entry, "country_code"), Text(entry, "country", "iso_code"));
  if (!IsCountry(place->country)) place->country = {};
  place->region = Either(Text(entry, "state1"), Text(entry, "subdivisions", "0", "names", "en"));
  place->city = Either(Text(entry, "city"), Text(entry, "city", "names", "en"));
  return !place->country.empty() || !place->city.empty();
}

}  // namespace griot::geo
