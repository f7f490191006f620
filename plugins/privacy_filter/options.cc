#include "plugins/privacy_filter/options.h"

#include <algorithm>

#include "griot/options.hpp"

namespace griot::privacy {
namespace {

constexpr size_t kLeastKey = 16;

Action ActionOf(std::string_view name) {
  if (name == "drop") return Action::kDrop;
  if (name == "hash") return Action::kHash;
  return name == "remove" ? Action::kRemove : Action::kMask;
}

void ReadFields(const OptionReader& read, const std::string& at, Rule* rule) {
  std::vector<std::string> fields;
  read.Texts("fields", &fields);
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string here = at + ".fields[" + std::to_string(i) + "]: ";
    auto path = ParseField(fields[i]);
    if (!path)
      throw OptionError(here +
                        "must be /user_id, /anonymous_id, or a JSON Pointer that begins with "
                        "/properties/ or /context/");
    const bool id = path->root == Root::kUserId || path->root == Root::kAnonymousId;
    if (id && rule->action == Action::kMask)
      throw OptionError(here + "a mask would make one person of all; hash or remove it");
    rule->fields.push_back(std::move(*path));
  }
}

void ReadPatterns(const OptionReader& read, const std::string& at, Rule* rule) {
  std::vector<std::string> presets, regexes;
  read.Texts("patterns", &presets);
  read.Texts("regex", &regexes);
  for (size_t i = 0; i < presets.size(); ++i) {
    rule->patterns.push_back(Pattern::Preset(presets[i]));
    if (rule->patterns.back() == nullptr)
      throw OptionError(at + ".patterns[" + std::to_string(i) + "]: must be email, phone or card");
  }
  for (size_t i = 0; i < regexes.size(); ++i) {
    std::string reason;
    rule->patterns.push_back(Pattern::Regex(regexes[i], &reason));
    if (rule->patterns.back() == nullptr)
      throw OptionError(at + ".regex[" + std::to_string(i) + "]: " + reason);
  }
}

Rule ReadRule(std::string_view json, const std::string& at) {
  const OptionReader read(json);
  Rule rule;
  std::string action;
  read.Text("action", &action);
  rule.action = ActionOf(action);
  rule.reason = "privacy";
  read.Text("reason", &rule.reason);
  read.Texts("events", &rule.events);
  read.Texts("channels", &rule.channels);
  ReadFields(read, at, &rule);
  ReadPatterns(read, at, &rule);
  const bool narrow = !rule.fields.empty() || !rule.patterns.empty();
  if (rule.action == Action::kDrop) {
    if (!narrow && rule.events.empty() && rule.channels.empty())
      throw OptionError(at + ": would drop everything; name events, channels, fields or patterns");
  } else if (!narrow) {
    throw OptionError(at + ": needs fields, patterns or regex");
  }
  return rule;
}

}  // namespace

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "required": ["rules"],
  "properties": {
    "key": {
      "type": "string", "writeOnly": true, "default": "",
      "description": "What hashes are made with, at least 16 bytes: ${GRIOT_PRIVACY_KEY}. Another key is other hashes"
    },
    "prefix": {
      "type": "string", "maxLength": 32, "default": "h_",
      "description": "What hashes begin with, so that they are known as such"
    },
    "rules": {
      "type": "array", "minItems": 1, "maxItems": 256,
      "description": "Applied in their order",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["action"],
        "properties": {
          "action": {
            "enum": ["drop", "hash", "mask", "remove"],
            "description": "drop the event, or hash, mask (***) or remove the fields, or what matches in them"
          },
          "events": {
            "type": "array", "items": {"type": "string", "minLength": 1},
            "description": "Only events of these names; payment_* are all that begin so"
          },
          "channels": {
            "type": "array", "items": {"type": "string", "minLength": 1},
            "description": "Only events of these channels"
          },
          "fields": {
            "type": "array", "items": {"type": "string"},
            "description": "/user_id, /anonymous_id, /properties/email, /context/traits/phone; * is any member or element: /properties/items/*/note"
          },
          "patterns": {
            "type": "array", "items": {"enum": ["email", "phone", "card"]},
            "description": "What matches in the texts of the fields, or of all properties and the context"
          },
          "regex": {
            "type": "array", "items": {"type": "string", "minLength": 1},
            "description": "Patterns of your own, in RE2's syntax"
          },
          "reason": {
            "type": "string", "minLength": 1, "maxLength": 64,
            "description": "What a dropped event is counted by; privacy where it is not given"
          }
        }
      }
    }
  }
})json";

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("key", &options.key);
  read.Text("prefix", &options.prefix);
  const json::Value rules = read.Find("rules");
  for (const json::Value rule : rules.elements()) {
    const std::string at = "rules[" + std::to_string(options.rules.size()) + "]";
    options.rules.push_back(ReadRule(rule.raw(), at));
    if (options.rules.back().action == Action::kHash && options.key.size() < kLeastKey)
      throw OptionError("key: " + at + " hashes, which needs a key of at least 16 bytes");
  }
  if (options.rules.empty()) throw OptionError("rules: must hold at least one");
  return options;
}

}  // namespace griot::privacy
