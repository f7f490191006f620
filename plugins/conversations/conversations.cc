#include "plugins/conversations/conversations.h"

#include <vector>

#include "griot/options.hpp"

namespace griot::conversations {
namespace {

DeploymentSecrets Secrets(std::string_view options) {
  std::vector<std::string> texts;
  OptionReader(options.empty() ? "{}" : options).Texts("key_secrets", &texts);
  return DeploymentSecrets(texts);
}

}  // namespace

const char* const kOptionsSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "key_secrets": {"type": "array", "items": {"type": "string", "writeOnly": true}, "default": [], "writeOnly": true,
                    "description": "The deployment's GRIOT_KEY_SECRET, which tokens of links in chats are sealed with; two while you exchange it. Empty texts are passed over"}
  }
})";

Conversations::Conversations(const StageConfig& config) : clicks_(Secrets(config.options)) {}

void Conversations::Process(Batch& batch) {
  for (const Event event : batch) {
    if (writer_.Write(event, &key_, &body_)) {
      batch.AddFact("conversation", event.project(), key_, event.id(), body_);
    }
    if (clicks_.Write(event, &key_, &body_)) {
      batch.AddFact("click", event.project(), key_, event.id(), body_);
    }
  }
}

}  // namespace griot::conversations
