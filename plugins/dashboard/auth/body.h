#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/dashboard/api/call.h"

namespace griot::dashboard {

// The JSON object that a call brings; throws Problem that names the member which is wrong. It views
// the call, which must outlive it. One thread.
class Body {
 public:
  // Only these members may be in it. Content-Type has to be application/json, which a page of
  // another site cannot send without being asked first.
  Body(const Call& call, std::initializer_list<std::string_view> known);
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  bool Has(std::string_view name) const { return Find(name).exists(); }
  json::Value Find(std::string_view name) const { return document_.root().Find(name); }

  // A text of 1 to `most` characters' bytes without control characters.
  std::string Text(std::string_view name, size_t most) const;
  std::optional<std::string> TextIfAny(std::string_view name, size_t most) const;
  std::vector<std::string> Texts(std::string_view name, size_t most_texts, size_t most) const;
  // What Postgres would refuse is refused here; raw JSON, of this type.
  std::string Json(std::string_view name, json::Type type) const;

 private:
  json::Document document_;
};

// In lower case, and it could be one; throws Problem.
std::string EmailOf(const Body& body, std::string_view name);
// The same for a text; nullopt: it cannot be one.
std::optional<std::string> ReadEmail(std::string_view text);

// Whether it is written as a UUID: what is not is nobody's id.
bool IsUuid(std::string_view text);

}  // namespace griot::dashboard
