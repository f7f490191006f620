#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot::history_import {

// What became of rows, for the report. Plain data.
struct Tally {
  using Counts = std::map<std::string, uint64_t, std::less<>>;

  uint64_t rows = 0;
  uint64_t taken = 0;
  uint64_t mended_rows = 0;
  uint64_t refused_rows = 0;
  Counts tables;    // rows by what they came from
  Counts mended;    // by what was put right; a row may stand in several
  Counts refused;   // by reason
  Counts left_out;  // by reason

  void Add(const Tally& other);
  static void Count(Counts* counts, std::string_view what, uint64_t n = 1);

  // As members of an object that is begun.
  void Write(json::Writer<std::string>& writer) const;
  static Tally Read(json::Value object);
};

}  // namespace griot::history_import
