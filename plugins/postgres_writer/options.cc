#include "options.h"

#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "store_catalogue.h"

namespace griot::postgres {

const char* const kOptionsSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["url"],
  "properties": {
    "url": {"type": "string", "minLength": 1, "writeOnly": true,
            "description": "libpq URI or keywords of the database, best given as ${GRIOT_PG}"},
    "role": {"type": "string", "default": "griot_writer",
             "description": "the role to write as; it has no right to change tables"},
    "migrate": {"type": "boolean", "default": true,
                "description": "bring the tables up to date at the start, as griot_owner"},
    "timeout_ms": {"type": "integer", "minimum": 500, "maximum": 30000, "default": 10000,
                   "description": "how long one write may take before it is tried again"}
  }
})";

Options ReadOptions(std::string_view text) {
  json::Document document;
  const json::Status status = document.Parse(text.empty() ? "{}" : text);
  if (!status.ok()) throw OptionError("options: " + status.message());
  json::Scratch scratch;
  const json::Value root = document.root();
  Options options;
  if (const auto url = root.Find("url").string(scratch)) options.url = *url;
  if (const auto role = root.Find("role").string(scratch)) options.role = *role;
  if (const auto migrate = root.Find("migrate").boolean()) options.migrate = *migrate;
  if (const auto ms = root.Find("timeout_ms").int64()) {
    options.timeout = std::chrono::milliseconds(*ms);
  }
  if (options.url.empty()) throw OptionError("url: must name the database");
  if (!IsSqlName(options.role)) throw OptionError("role: must be a plain lower-case name");
  return options;
}

}  // namespace griot::postgres
