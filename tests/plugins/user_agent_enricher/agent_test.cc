#include <gtest/gtest.h>

#include <random>

#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "plugins/user_agent_enricher/agent_cache.h"
#include "plugins/user_agent_enricher/agent_parser.h"
#include "tests/support/seed.h"

namespace griot::user_agents {
namespace {

struct Expected {
  const char* agent;
  const char *type, *brand, *model, *os, *os_version, *browser, *version;
  bool bot;
};

constexpr Expected kAgents[] = {
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/126.0.0.0 "
     "Safari/537.36",
     "desktop", "", "", "Windows", "10", "Chrome", "126.0.0", false},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/17.4 Safari/605.1.15",
     "desktop", "Apple", "Mac", "Mac OS X", "10.15.7", "Safari", "17.4", false},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "desktop", "", "",
     "Linux", "", "Firefox", "127.0", false},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) "
     "Version/17.5 Mobile/15E148 Safari/604.1",
     "mobile", "Apple", "iPhone", "iOS", "17.5.1", "Mobile Safari", "17.5", false},
    {"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/16.6 "
     "Mobile/15E148 Safari/604.1",
     "tablet", "Apple", "iPad", "iOS", "16.6", "Mobile Safari", "16.6", false},
    {"Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A.231005.007) AppleWebKit/537.36 (KHTML, "
     "like "
     "Gecko) Chrome/126.0.6478.71 Mobile Safari/537.36",
     "mobile", "Samsung", "SM-A155F", "Android", "14", "Chrome Mobile", "126.0.6478", false},
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
     "Mobile "
     "Safari/537.36",
     "mobile", "", "", "Android", "10", "Chrome Mobile", "126.0.0", false},
    {"Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/125.0.0.0 "
     "Safari/537.36",
     "tablet", "", "SM-X200", "Android", "13", "Chrome", "125.0.0", false},
    {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "", "", "", "", "",
     "Googlebot", "2.1", true},
    {"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "", "", "", "",
     "", "FacebookBot", "1.1", true},
    {"curl/8.5.0", "", "", "", "", "", "curl", "8.5.0", true},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "HeadlessChrome/126.0.0.0 "
     "Safari/537.36",
     "", "", "", "Linux", "", "HeadlessChrome", "126.0.0", true},
    {"Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/13.0 "
     "Safari/605.1.15",
     "console", "Sony", "PlayStation 5", "", "", "Safari", "13.0", false},
    {"", "", "", "", "", "", "", "", false},
    {"nothing that anyone knows", "", "", "", "", "", "", "", false}};

std::string Plain(const std::string& json) {
  return json.empty() ? json : json.substr(1, json.size() - 2);
}

TEST(AgentParserTest, AgentsOfTheField) {
  const auto parser = AgentParser::BuiltIn();
  EXPECT_GT(parser->size(), 1000u);
  AgentParser::Scratch scratch;
  for (const Expected& e : kAgents) {
    SCOPED_TRACE(e.agent);
    const AgentFacts facts = parser->Parse(e.agent, &scratch);
    EXPECT_EQ(Plain(facts.type), e.type);
    EXPECT_EQ(Plain(facts.brand), e.brand);
    EXPECT_EQ(Plain(facts.model), e.model);
    EXPECT_EQ(Plain(facts.os_name), e.os);
    EXPECT_EQ(Plain(facts.os_version), e.os_version);
    EXPECT_EQ(Plain(facts.browser_name), e.browser);
    EXPECT_EQ(Plain(facts.browser_version), e.version);
    EXPECT_EQ(facts.bot, e.bot);
  }
}

TEST(AgentParserTest, AnyBytesAreReadToTheirEnd) {
  std::mt19937 random(test::Seed());
  const auto parser = AgentParser::BuiltIn();
  AgentParser::Scratch scratch;
  for (int i = 0; i < 300; ++i) {
    std::string agent = kAgents[random() % std::size(kAgents)].agent;
    for (auto n = random() % 20; n > 0 && !agent.empty(); --n)
      agent[random() % agent.size()] = static_cast<char>(random());
    const AgentFacts facts = parser->Parse(agent, &scratch);
    for (const std::string& text : {facts.brand, facts.model, facts.os_name, facts.browser_name}) {
      if (text.empty()) continue;
      json::Document document;
      EXPECT_TRUE(document.Parse(text).ok()) << text;
    }
  }
}

TEST(AgentParserTest, FilesThatAreNone) {
  EXPECT_THROW(AgentParser("{"), OptionError);
  EXPECT_THROW(AgentParser("a: 1"), OptionError);
  EXPECT_THROW(
      AgentParser("user_agent_parsers: [{regex: '('}]\nos_parsers: []\ndevice_parsers: []"),
      OptionError);
  EXPECT_THROW(AgentParser("user_agent_parsers: [{}]\nos_parsers: []\ndevice_parsers: []"),
               OptionError);
  const AgentParser empty("user_agent_parsers: []\nos_parsers: []\ndevice_parsers: []");
  AgentParser::Scratch scratch;
  EXPECT_EQ(empty.Parse("Firefox/1", &scratch).browser_name, "");
}

TEST(AgentCacheTest, TheOneAskedForLongestAgoGoes) {
  AgentCache cache(2);
  cache.Put("a", {});
  cache.Put("b", {});
  EXPECT_NE(cache.Find("a"), nullptr);
  cache.Put("c", {});
  EXPECT_EQ(cache.size(), 2u);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr);
  EXPECT_NE(cache.Find("c"), nullptr);
}

}  // namespace
}  // namespace griot::user_agents
