#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/user_agent_enricher/regex_list.h"

namespace griot::user_agents {

// What an agent tells, as JSON texts; empty: not told. Plain data.
struct AgentFacts {
  std::string type, brand, model;
  std::string os_name, os_version;
  std::string browser_name, browser_version;
  std::string device, os, browser;  // the objects of these, for events that have none
  bool bot = false;
};

// uap-core's regexes, ready to be asked. Immutable; any thread, each with its own Scratch.
class AgentParser {
 public:
  struct Scratch {
    std::string lower;
    std::vector<int> atoms;
    Groups groups;
  };

  // Of a regexes.yaml. Throws OptionError, with what is wrong with it.
  explicit AgentParser(std::string_view yaml);

  AgentFacts Parse(std::string_view agent, Scratch* scratch) const;
  size_t size() const { return browsers_.size() + systems_.size() + devices_.size(); }

  // The one that came with the plugin, made once for all lanes that hold it.
  static std::shared_ptr<const AgentParser> BuiltIn();

 private:
  AgentFacts Read(std::string_view agent, Scratch* scratch) const;

  RegexList browsers_{{1, 2, 3, 4, 0}};
  RegexList systems_{{1, 2, 3, 4, 5}};
  RegexList devices_{{1, 0, 1, 0, 0}};
};

}  // namespace griot::user_agents
