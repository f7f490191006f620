#include "plugins/history_import/client/tally.h"

#include <utility>

namespace griot::history_import {
namespace {

// In the order of the report; one list for adding, writing and reading.
constexpr std::pair<const char*, uint64_t Tally::*> kNumbers[] = {
    {"rows", &Tally::rows},
    {"taken", &Tally::taken},
    {"mendedRows", &Tally::mended_rows},
    {"refusedRows", &Tally::refused_rows}};
constexpr std::pair<const char*, Tally::Counts Tally::*> kMaps[] = {{"tables", &Tally::tables},
                                                                    {"mended", &Tally::mended},
                                                                    {"refused", &Tally::refused},
                                                                    {"leftOut", &Tally::left_out}};

}  // namespace

void Tally::Count(Counts* counts, std::string_view what, uint64_t n) {
  const auto found = counts->find(what);
  if (found != counts->end()) {
    found->second += n;
    return;
  }
  counts->emplace(what, n);
}

void Tally::Add(const Tally& other) {
  for (const auto& [name, number] : kNumbers) this->*number += other.*number;
  for (const auto& [name, counts] : kMaps) {
    for (const auto& [what, n] : other.*counts) Count(&(this->*counts), what, n);
  }
}

void Tally::Write(json::Writer<std::string>& writer) const {
  for (const auto& [name, number] : kNumbers) writer.Key(name).Uint(this->*number);
  for (const auto& [name, counts] : kMaps) {
    writer.Key(name).BeginObject();
    for (const auto& [what, n] : this->*counts) writer.Key(what).Uint(n);
    writer.EndObject();
  }
}

Tally Tally::Read(json::Value object) {
  Tally tally;
  json::Scratch scratch;
  for (const auto& [name, number] : kNumbers) {
    tally.*number = object.Find(name).uint64().value_or(0);
  }
  for (const auto& [name, counts] : kMaps) {
    for (const auto [key, value] : object.Find(name).members()) {
      Count(&(tally.*counts), key.string(scratch).value_or(""), value.uint64().value_or(0));
    }
  }
  return tally;
}

}  // namespace griot::history_import
