#pragma once

#include <string>
#include <vector>

#include "host/config/schema.h"

namespace griot::config {

/// Where in a stage's options a value stands, with every schema that may speak of it, those of
/// alternatives too: a value is secret if any of them says so, whichever of them it turns out to
/// fit. The schemas must outlive it.
struct Place {
  std::string path;
  std::vector<const Schema*> views;
  bool secret = false;

  /// What no schema names may be a secret under a misspelt key.
  bool Declared() const { return !views.empty(); }
};

Place RootPlace(std::string path, const Schema& schema);

/// The place of a member. In something secret a key that no schema names may be a piece of the
/// secret, so the path says "***" for it.
Place MemberPlace(const Place& outer, const std::string& key);

Place ItemPlace(const Place& outer, size_t index);

}  // namespace griot::config
