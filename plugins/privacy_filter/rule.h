#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/cpp/batch.hpp"
#include "plugins/privacy_filter/pattern.h"

namespace griot::privacy {

enum class Root { kProperties, kContext, kUserId, kAnonymousId };

// A place in an event: "/properties/items/*/note". Plain data.
struct FieldPath {
  Root root = Root::kProperties;
  std::vector<std::string> segments;  // decoded; below the root; none for the two ids
  std::vector<bool> any;              // of each segment: whether it is "*"
};

// nullopt: none of an event's places.
std::optional<FieldPath> ParseField(std::string_view pointer);

enum class Action { kDrop, kHash, kMask, kRemove };

// One rule of the options. With fields, it is about these; with patterns, about what matches in the
// texts there, or in all texts of properties and context. Immutable; any thread.
struct Rule {
  Action action = Action::kMask;
  std::vector<std::string> events, channels;  // empty: all; "payment_*" are all that begin so
  std::vector<FieldPath> fields;
  std::vector<std::unique_ptr<Pattern>> patterns;
  std::string reason;  // of a drop

  bool AppliesTo(const Event& event) const;
};

}  // namespace griot::privacy
