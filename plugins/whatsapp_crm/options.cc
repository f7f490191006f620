#include "plugins/whatsapp_crm/options.h"

#include <algorithm>

#include "griot/options.hpp"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm {
namespace {

// The list of providers stands between the two halves.
constexpr std::string_view kBefore = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "path": {
      "type": "string", "pattern": "^/[^?#]*$",
      "description": "Where the provider posts its webhooks, as a path that begins with a slash; by default /webhooks/whatsapp, and of a provider other than meta /webhooks/whatsapp/NAME. Of a provider that signs nothing the URL goes on with a slash and one of the secrets"
    },
    "provider": {
      "type": "string", "enum": [)json";

constexpr std::string_view kAfter = R"json(],
      "description": "Whose format it is, by default meta (`griot map ls` lists them)"
    },
    "mapping": {
      "type": "string", "format": "file", "minLength": 1,
      "description": "A mapping file of your own in place of a provider, seen from this file (docs/mapping.md)"
    },
    "project": {
      "type": "string", "minLength": 1, "maxLength": 200,
      "description": "The project of all events, but for numbers that `projects` names"
    },
    "projects": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1},
      "description": "Business numbers (Meta's phone_number_id, what a mapping calls number) to projects; events of a number that is not here, where `project` is not set either, become dead letters"
    },
    "secrets": {
      "type": "array", "writeOnly": true,
      "items": {"type": "string", "minLength": 1, "writeOnly": true},
      "description": "What the provider signs with, or the end of the URL of one that signs nothing; several while one is exchanged, any of which will do"
    },
    "verify_token": {
      "type": "string", "writeOnly": true,
      "description": "The text that the provider's console sends back when the webhook is set up"
    },
    "public_url": {
      "type": "string", "pattern": "^https?://[^?#]+$",
      "description": "The webhook's address as the provider was given it, without a query: for those that sign the address"
    },
    "memory": {
      "type": "string", "format": "uri", "writeOnly": true,
      "description": "A Redis in which what webhooks leave out is kept between them, shared by all collectors: redis://[user:password@]host:port[/db]. Without: this process remembers by itself, until it ends"
    },
    "insecure_unsigned": {
      "type": "boolean", "default": false,
      "description": "Accept webhooks that nothing vouches for, when there are no secrets: for tests only"
    },
    "max_body": {
      "type": "integer", "minimum": 3145728, "maximum": 67108864, "default": 4194304,
      "description": "The longest body in bytes; Meta sends up to 3 MiB"
    }
  }
})json";

std::string MakeSchema() {
  std::string names = "\"meta\"";
  for (const auto& [name, text] : mapping::Presets()) {
    if (name != "meta") names.append(", \"").append(name).append("\"");
  }
  return std::string(kBefore).append(names).append(kAfter);
}

void ReadMemory(const OptionReader& read, Options* options) {
  std::string url, why;
  read.Text("memory", &url);
  if (url.empty()) return;
  options->memory = ParseRedisUrl(url, &why);
  if (!options->memory) throw OptionError("memory: " + why);
}

}  // namespace

const std::string& OptionsSchema() {
  static const std::string schema = MakeSchema();
  return schema;
}

Options ReadOptions(std::string_view text) {
  const OptionReader read(text);
  Options options;
  read.Text("path", &options.path);
  read.Text("provider", &options.provider);
  read.Text("mapping", &options.mapping);
  read.Text("project", &options.project);
  read.TextMap("projects", &options.projects);
  read.Texts("secrets", &options.secrets);
  read.Text("verify_token", &options.verify_token);
  read.Text("public_url", &options.public_url);
  ReadMemory(read, &options);
  read.Flag("insecure_unsigned", &options.insecure_unsigned);
  read.Number("max_body", &options.max_body);
  if (read.Find("provider") && !options.mapping.empty()) {
    throw OptionError("give provider or mapping, not both");
  }
  if (std::ranges::find(options.secrets, "") != options.secrets.end()) {
    throw OptionError("secrets: one of them is empty");
  }
  if (!options.path.empty() && !options.path.starts_with('/')) {
    throw OptionError("path: must begin with a slash");
  }
  if (options.project.empty() && options.projects.empty()) {
    throw OptionError("set project, or projects to name one for each business number");
  }
  if (options.secrets.empty() && !options.insecure_unsigned) {
    throw OptionError(
        "secrets: give what the provider signs with (an app secret, say), or for one that signs "
        "nothing a text that ends its URL; else anyone can post events (insecure_unsigned: true "
        "allows that, for tests)");
  }
  return options;
}

}  // namespace griot::whatsapp_crm
