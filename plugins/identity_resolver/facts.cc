#include "plugins/identity_resolver/facts.h"

#include "griot/json.hpp"

namespace griot::identity {

void WriteFact(std::string& body, const Shown& shown, int64_t place) {
  json::Writer<std::string> w(body);
  // As a text: jsonb would make a numeric of a number, only for SQL to make a text of that again.
  w.BeginObject().Key("o").String(std::to_string(place)).Key("i").BeginArray();
  for (const std::string& identifier : shown.identifiers) w.String(identifier);
  w.EndArray();
  if (shown.identifiers.size() > 1) w.Key("r").String(shown.rule);
  if (!shown.reported.is_nil()) {
    w.Key("t").String(UuidString(shown.reported)).Key("n").String(shown.reporter);
    if (!shown.owner.empty()) w.Key("u").String(shown.owner);
  }
  if (!shown.spellings.empty()) {
    w.Key("w").BeginArray();
    for (const auto& [identifier, spelling] : shown.spellings) {
      w.BeginArray().String(identifier).String(spelling).EndArray();
    }
    w.EndArray();
  }
  if (!shown.given.is_nil()) w.Key("m").String(UuidString(shown.given));
  w.EndObject();
}

}  // namespace griot::identity
