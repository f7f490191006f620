#include "plugins/whatsapp_crm/options.h"

#include <algorithm>

#include "griot/options.hpp"

namespace griot::whatsapp_crm {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "path": {
      "type": "string", "pattern": "^/[^?#]*$", "default": "/webhooks/whatsapp",
      "description": "Where the provider posts its webhooks, as a path that begins with a slash"
    },
    "provider": {
      "type": "string", "enum": ["meta"], "default": "meta",
      "description": "Whose format it is: meta (WhatsApp Cloud API, and 360dialog)"
    },
    "project": {
      "type": "string", "minLength": 1, "maxLength": 200,
      "description": "The project of all events, but for numbers that `projects` names"
    },
    "projects": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1},
      "description": "Business numbers (Meta's phone_number_id) to projects; events of a number that is not here, where `project` is not set either, become dead letters"
    },
    "secrets": {
      "type": "array", "writeOnly": true,
      "items": {"type": "string", "minLength": 1, "writeOnly": true},
      "description": "App secrets, any of which may have signed: several while one is exchanged"
    },
    "verify_token": {
      "type": "string", "writeOnly": true,
      "description": "The text that the provider's console sends back when the webhook is set up"
    },
    "insecure_unsigned": {
      "type": "boolean", "default": false,
      "description": "Accept bodies without a signature, when there are no secrets: for tests only"
    },
    "max_body": {
      "type": "integer", "minimum": 3145728, "maximum": 67108864, "default": 4194304,
      "description": "The longest body in bytes; Meta sends up to 3 MiB"
    }
  }
})json";

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("path", &options.path);
  read.Text("provider", &options.provider);
  read.Text("project", &options.project);
  read.TextMap("projects", &options.projects);
  read.Texts("secrets", &options.secrets);
  read.Text("verify_token", &options.verify_token);
  read.Flag("insecure_unsigned", &options.insecure_unsigned);
  read.Number("max_body", &options.max_body);
  if (std::ranges::find(options.secrets, "") != options.secrets.end()) {
    throw OptionError("secrets: one of them is empty");
  }
  if (!options.path.starts_with('/')) throw OptionError("path: must begin with a slash");
  if (options.project.empty() && options.projects.empty()) {
    throw OptionError("set project, or projects to name one for each phone_number_id");
  }
  if (options.secrets.empty() && !options.insecure_unsigned) {
    throw OptionError(
        "secrets: give the app secret, or anyone can post events (insecure_unsigned: true allows "
        "that, for tests)");
  }
  return options;
}

}  // namespace griot::whatsapp_crm
