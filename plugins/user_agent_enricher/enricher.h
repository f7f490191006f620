#pragma once

#include <memory>

#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "plugins/user_agent_enricher/agent_cache.h"

namespace griot::user_agents {

extern const char* const kOptionsSchema;

// Writes context.device, context.os and context.browser from context.userAgent, where the client
// has not said them itself, and context.bot. The cache follows from the agents alone, so it is no
// state to be kept. One instance a lane; lane thread.
class UserAgentEnricher final : public Transform {
 public:
  explicit UserAgentEnricher(const StageConfig& config);
  Status Start() override;
  void Process(Batch& batch) override;

 private:
  void Enrich(Event& event);
  const AgentFacts& FactsOf(std::string_view agent);

  const Context context_;
  std::shared_ptr<const AgentParser> parser_;
  std::unique_ptr<AgentCache> cache_;
  AgentParser::Scratch parsing_;
  json::Scratch scratch_;
  Metric looked_up_, parsed_, bots_;
};

}  // namespace griot::user_agents
