#include "host/config/recheck.h"

#include <memory>
#include <vector>

#include "host/config/json.h"
#include "host/config/options.h"
#include "host/config/yaml_reader.h"

namespace griot::config {

std::string RecheckOptions(std::string_view schema_json, std::string* options_json) {
  std::vector<std::string> errors;
  const std::unique_ptr<Schema> schema = CompileSchema(schema_json, &errors);
  if (schema == nullptr)
    return "its schema of options is faulty: " + (errors.empty() ? "?" : errors.front());
  Problems problems;
  const Scope scope{"options", &problems};
  // JSON is YAML; an empty text means that there are none.
  const auto node = ReadYaml(scope, options_json->empty() ? "{}" : *options_json);
  if (!node) return "the options cannot be read";
  const Json typed = CheckOptions(scope, &*node, *node, "options", *schema);
  if (!problems.empty()) {
    const Problem& first = problems.all().front();
    return first.path + ": " + first.text + (first.hint.empty() ? "" : " (" + first.hint + ")");
  }
  *options_json = WriteJson(typed);
  return {};
}

}  // namespace griot::config
