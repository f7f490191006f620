#include "options.h"

#include "griot/options.hpp"
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
  const OptionReader read(text.empty() ? "{}" : text);
  Options options;
  read.Text("url", &options.url);
  read.Text("role", &options.role);
  read.Flag("migrate", &options.migrate);
  int64_t timeout_ms = options.timeout.count();
  read.Number("timeout_ms", &timeout_ms);
  options.timeout = std::chrono::milliseconds(timeout_ms);
  if (options.url.empty()) throw OptionError("url: must name the database");
  if (!IsSqlName(options.role)) throw OptionError("role: must be a plain lower-case name");
  return options;
}

}  // namespace griot::postgres
