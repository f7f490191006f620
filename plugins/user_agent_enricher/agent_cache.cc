#include "plugins/user_agent_enricher/agent_cache.h"

namespace griot::user_agents {

const AgentFacts* AgentCache::Find(std::string_view agent) {
  // Visits come in runs, so the latest is often meant again.
  if (!entries_.empty() && entries_.front().agent == agent) return &entries_.front().facts;
  const auto found = index_.find(agent);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &found->second->facts;
}

const AgentFacts* AgentCache::Put(std::string_view agent, AgentFacts facts) {
  if (index_.size() >= most_) {
    index_.erase(entries_.back().agent);
    entries_.pop_back();
  }
  entries_.push_front({std::string(agent), std::move(facts)});
  index_.emplace(entries_.front().agent, entries_.begin());
  return &entries_.front().facts;
}

}  // namespace griot::user_agents
