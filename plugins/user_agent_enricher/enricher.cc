#include "plugins/user_agent_enricher/enricher.h"

#include <fstream>
#include <iterator>

#include "griot/options.hpp"

namespace griot::user_agents {
namespace {

// What browsers send is far shorter. Doors keep as much of a request's own header.
constexpr size_t kMostAgent = 512;

std::string ReadFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) throw OptionError("regexes: cannot be read: " + file);
  return text;
}

}  // namespace

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "regexes": {
      "type": "string", "format": "file",
      "description": "A regexes.yaml of uap-core in place of the one that came with griot"
    },
    "cache": {
      "type": "integer", "minimum": 1, "maximum": 1000000, "default": 4096,
      "description": "How many different user agents a lane remembers, about 1 KB each"
    }
  }
})json";

UserAgentEnricher::UserAgentEnricher(const StageConfig& config) : context_(config.context) {
  const OptionReader read(config.options);
  size_t most = 4096;
  read.Number("cache", &most);
  cache_ = std::make_unique<AgentCache>(most);
  std::string file;
  read.Text("regexes", &file);
  if (!file.empty()) parser_ = std::make_shared<const AgentParser>(ReadFile(file));
  looked_up_ = context_.Counter("user_agents_total", "Events with a user agent");
  parsed_ = context_.Counter("user_agents_parsed_total", "User agents that the cache did not hold");
  bots_ = context_.Counter("bots_total", "Events marked as a bot's");
}

Status UserAgentEnricher::Start() {
  if (parser_ == nullptr) parser_ = AgentParser::BuiltIn();
  return Status::Ok();
}

void UserAgentEnricher::Process(Batch& batch) {
  for (Event event : batch) {
    // A message's context has no agent, which is seen without asking for it.
    if (event.raw().context.size > 2) Enrich(event);
  }
}

const AgentFacts& UserAgentEnricher::FactsOf(std::string_view agent) {
  if (const AgentFacts* const known = cache_->Find(agent)) return *known;
  parsed_.Add();
  return *cache_->Put(agent, parser_->Parse(agent, &parsing_));
}

void UserAgentEnricher::Enrich(Event& event) {
  const auto context = event.ContextMember("");
  if (!context) return;
  // What the client said, all read before the first change.
  constexpr std::string_view kNames[] = {"userAgent", "device", "os", "browser", "bot"};
  std::optional<std::string_view> values[std::size(kNames)];
  json::GetMembers(*context, kNames, values);
  const auto& [said, device, os, browser, bot] = values;
  if (!said || said->size() <= 2) return;
  scratch_.Reset();
  const auto agent = json::GetString(*said, "", scratch_);
  if (!agent) return;
  looked_up_.Add();
  const AgentFacts& facts = FactsOf(agent->substr(0, kMostAgent));
  const auto says = [](std::optional<std::string_view> object, const char* member) {
    return object && json::Get(*object, member).has_value();
  };
  const bool has_device = device.has_value(), has_os = os.has_value();
  const bool has_browser = browser.has_value();
  const bool says_type = says(device, "type");
  const bool says_model = says(device, "model") || says(device, "brand");
  const bool says_os = says(os, "name");
  const bool says_browser = says(browser, "name");
  const bool says_bot = facts.bot && bot.has_value();
  const auto set = [&](const char* path, const std::string& json) {
    if (!json.empty()) event.SetContext(path, json);
  };
  if (!has_device) set("/device", facts.device);
  if (has_device && !says_type) set("/device/type", facts.type);
  if (has_device && !says_model) {
    set("/device/brand", facts.brand);
    set("/device/model", facts.model);
  }
  if (!has_os) set("/os", facts.os);
  if (has_os && !says_os) {
    set("/os/name", facts.os_name);
    set("/os/version", facts.os_version);
  }
  if (!has_browser) set("/browser", facts.browser);
  if (has_browser && !says_browser) {
    set("/browser/name", facts.browser_name);
    set("/browser/version", facts.browser_version);
  }
  if (!facts.bot) return;
  bots_.Add();
  if (!says_bot) event.SetContext("/bot", "true");
}

}  // namespace griot::user_agents
