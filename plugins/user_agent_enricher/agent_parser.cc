#include "plugins/user_agent_enricher/agent_parser.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "griot/cpp/status.hpp"
#include "griot/embedded_file.hpp"
#include "griot/json.hpp"
#include "plugins/user_agent_enricher/device_type.h"

namespace griot::user_agents {

extern const std::span<const EmbeddedFile> kRegexFiles;

namespace {

using Names = std::array<const char*, 5>;

void ReadList(const YAML::Node& file, const char* name, const Names& replacements,
              RegexList* list) {
  const YAML::Node rules = file[name];
  if (!rules.IsSequence()) throw OptionError(std::string(name) + ": must be a list");
  for (const YAML::Node& node : rules) {
    RegexList::Rule rule;
    rule.regex = node["regex"].as<std::string>();
    rule.ignore_case = node["regex_flag"].as<std::string>("") == "i";
    for (size_t i = 0; i < replacements.size(); ++i) {
      if (replacements[i] != nullptr)
        rule.replacements[i] = node[replacements[i]].as<std::string>("");
    }
    const std::string regex = rule.regex;
    if (!list->Add(std::move(rule)))
      throw OptionError(std::string(name) + ": no regex that RE2 reads: " + regex);
  }
  list->Compile();
}

std::string Json(std::string_view text) {
  std::string json;
  if (!text.empty()) json::AppendString(json, text);
  return json;
}

// "126.0.6478" of the parts that are there.
std::string Version(const Groups& groups) {
  std::string version;
  for (size_t i = 1; i < groups.size() && !groups[i].empty(); ++i) {
    if (!version.empty()) version += '.';
    version += groups[i];
  }
  return Json(version);
}

// An object of those members that are told; empty: none.
std::string Object(std::initializer_list<std::pair<const char*, const std::string&>> members) {
  std::string json;
  for (const auto& [name, value] : members) {
    if (value.empty()) continue;
    json += json.empty() ? "{\"" : ",\"";
    json += name;
    json += "\":" + value;
  }
  if (!json.empty()) json += '}';
  return json;
}

}  // namespace

AgentParser::AgentParser(std::string_view yaml) {
  try {
    const YAML::Node file = YAML::Load(std::string(yaml));
    ReadList(file, "user_agent_parsers",
             {"family_replacement", "v1_replacement", "v2_replacement", "v3_replacement", nullptr},
             &browsers_);
    ReadList(file, "os_parsers",
             {"os_replacement", "os_v1_replacement", "os_v2_replacement", "os_v3_replacement",
              "os_v4_replacement"},
             &systems_);
    ReadList(file, "device_parsers",
             {"device_replacement", "brand_replacement", "model_replacement", nullptr, nullptr},
             &devices_);
  } catch (const YAML::Exception& e) {
    throw OptionError(std::string("no regexes.yaml: ") + e.what());
  }
}

AgentFacts AgentParser::Parse(std::string_view agent, Scratch* scratch) const {
  AgentFacts facts = Read(agent, scratch);
  facts.device = Object({{"type", facts.type}, {"brand", facts.brand}, {"model", facts.model}});
  facts.os = Object({{"name", facts.os_name}, {"version", facts.os_version}});
  facts.browser = Object({{"name", facts.browser_name}, {"version", facts.browser_version}});
  return facts;
}

AgentFacts AgentParser::Read(std::string_view agent, Scratch* scratch) const {
  AgentFacts facts;
  std::string& lower = scratch->lower;
  lower.resize(agent.size());
  std::transform(agent.begin(), agent.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  Groups& groups = scratch->groups;
  if (browsers_.Match(agent, lower, &scratch->atoms, &groups)) {
    facts.browser_name = Json(groups[0]);
    facts.browser_version = Version(groups);
  }
  std::string os;
  if (systems_.Match(agent, lower, &scratch->atoms, &groups) && groups[0] != "Other") {
    os = groups[0];
    facts.os_name = Json(os);
    facts.os_version = Version(groups);
  }
  const bool device = devices_.Match(agent, lower, &scratch->atoms, &groups);
  facts.bot = (device && groups[0] == "Spider") || IsTool(lower);
  if (facts.bot) return facts;
  facts.type = Json(DeviceType(lower, os));
  if (!device) return facts;
  const std::string& brand = groups[1];
  const std::string& model = groups[2];
  // "Generic" is no brand. Androids that nobody knows still say their model, unless it is the K
  // that browsers say in its place.
  const bool generic = brand.starts_with("Generic");
  if (!generic) facts.brand = Json(brand);
  if (!generic || (brand.starts_with("Generic_Android") && model.size() > 1))
    facts.model = Json(model);
  return facts;
}

std::shared_ptr<const AgentParser> AgentParser::BuiltIn() {
  static std::mutex mutex;
  static std::weak_ptr<const AgentParser> shared;
  const std::lock_guard lock(mutex);
  auto parser = shared.lock();
  if (parser == nullptr) {
    parser = std::make_shared<const AgentParser>(kRegexFiles[0].text);
    shared = parser;
  }
  return parser;
}

}  // namespace griot::user_agents
