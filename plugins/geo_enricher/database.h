#pragma once

#include <maxminddb.h>
#include <sys/socket.h>

#include <memory>
#include <string>
#include <string_view>

namespace griot::geo {

// What a database says of an address; empty: nothing. The views are the database's.
struct Place {
  std::string_view country, region, city;
};

// One file in MaxMind's format, mapped into memory. Reads both layouts that are in use: flat
// (country_code, state1, city), and MaxMind's own (country.iso_code, subdivisions, city.names.en).
// Immutable; any thread.
class Database {
 public:
  // Throws OptionError when the file is none.
  explicit Database(const std::string& file);
  ~Database() { MMDB_close(&db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Sets what is found, and says whether there was a country or a city.
  bool Find(const sockaddr_storage& address, Place* place) const;

  // Its file and the day it was made: "dbip-city-ipv4 2026-06-05".
  const std::string& name() const { return name_; }

  // The one of countries that griot is built with; nullptr: built without. One for all lanes.
  static std::shared_ptr<const Database> BuiltIn();

 private:
  Database(const std::string& file, std::string_view name);

  MMDB_s db_{};
  std::string name_;
};

}  // namespace griot::geo
