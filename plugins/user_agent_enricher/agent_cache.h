#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/user_agent_enricher/agent_parser.h"

namespace griot::user_agents {

// The agents that were asked for last, at most `most` of them. One thread.
class AgentCache {
 public:
  explicit AgentCache(size_t most) : most_(most) { index_.reserve(most); }

  // nullptr: not here. What it gives is good until the next Put.
  const AgentFacts* Find(std::string_view agent);
  // The agent must not be here. The one that was asked for longest ago makes room.
  const AgentFacts* Put(std::string_view agent, AgentFacts facts);
  size_t size() const { return index_.size(); }

 private:
  struct Entry {
    std::string agent;
    AgentFacts facts;
  };

  const size_t most_;
  std::list<Entry> entries_;                                                // the latest first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;  // into entries_
};

}  // namespace griot::user_agents
