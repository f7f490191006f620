#include "plugins/user_agent_enricher/enricher.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "griot/testing.hpp"

namespace griot::user_agents {
namespace {

constexpr char kAndroid[] =
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36";

class UserAgentEnricherTest : public testing::Test {
 protected:
  std::string After(std::string context, std::string_view options = "{}") {
    UserAgentEnricher enricher(host_.Config("process/agents", options));
    EXPECT_TRUE(enricher.Start().ok());
    fake::BatchOf batch;
    fake::Heard event;
    event.project = "p";
    event.name = "page_view";
    event.context = std::move(context);
    batch.Add(event);
    enricher.Process(batch.view());
    EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
    return batch.event(0).context;
  }
  std::string With(std::string_view more) {
    return After(std::string(R"({"userAgent":")") + kAndroid + "\"" + std::string(more) + "}");
  }
  static std::string Member(const std::string& context, std::string_view name) {
    return std::string(json::Get(context, name).value_or("none"));
  }

  fake::Host host_;
};

TEST_F(UserAgentEnricherTest, WritesWhatTheAgentTells) {
  const std::string after = With("");
  EXPECT_EQ(Member(after, "device"), R"({"type":"mobile","brand":"Samsung","model":"SM-A155F"})");
  EXPECT_EQ(Member(after, "os"), R"({"name":"Android","version":"14"})");
  EXPECT_EQ(Member(after, "browser"), R"({"name":"Chrome Mobile","version":"126.0.0"})");
  EXPECT_EQ(Member(after, "bot"), "none");
}

TEST_F(UserAgentEnricherTest, WhatTheClientSaidStays) {
  const std::string after = With(
      R"(,"device":{"model":"Mine"},"os":{"name":"Ours"},"browser":{"name":"B","version":"1"})");
  EXPECT_EQ(Member(after, "device"), R"({"model":"Mine","type":"mobile"})");
  EXPECT_EQ(Member(after, "os"), R"({"name":"Ours"})");
  EXPECT_EQ(Member(after, "browser"), R"({"name":"B","version":"1"})");
}

TEST_F(UserAgentEnricherTest, BotsAreMarkedAndPass) {
  const std::string after =
      After(R"({"userAgent":"Googlebot/2.1 +http://www.google.com/bot.html"})");
  EXPECT_EQ(Member(after, "bot"), "true");
  EXPECT_EQ(Member(after, "device"), "none");
  EXPECT_EQ(Member(After(R"({"userAgent":"curl/8.5.0","bot":false})"), "bot"), "false");
}

TEST_F(UserAgentEnricherTest, WithoutAnAgentNothingChanges) {
  for (const char* context :
       {"", "{}", R"({"a":1})", R"({"userAgent":""})", R"({"userAgent":null})",
        R"({"userAgent":{"x":1}})", R"({"userAgent":["curl"]})", R"({"userAgent":"who knows"})"}) {
    EXPECT_EQ(After(context), context);
  }
}

TEST_F(UserAgentEnricherTest, ALongAgentIsReadToItsBound) {
  const std::string after =
      After(R"({"userAgent":")" + std::string(512, 'x') + R"( Firefox/1.0"})");
  EXPECT_EQ(Member(after, "browser"), "none");
}

TEST_F(UserAgentEnricherTest, ASecondTimeComesFromTheCache) {
  UserAgentEnricher enricher(host_.Config("process/agents", R"({"cache":1})"));
  ASSERT_TRUE(enricher.Start().ok());
  fake::BatchOf batch;
  fake::Heard event;
  event.project = "p";
  event.name = "page_view";
  for (const char* agent : {"curl/1.0", "curl/1.0", "curl/2.0", "curl/1.0"}) {
    event.context = std::string(R"({"userAgent":")") + agent + "\"}";
    batch.Add(event);
  }
  enricher.Process(batch.view());
  EXPECT_EQ(host_.Count("user_agents_total"), 4);
  EXPECT_EQ(host_.Count("user_agents_parsed_total"), 3);
  EXPECT_EQ(host_.Count("bots_total"), 4);
  EXPECT_EQ(Member(batch.event(3).context, "browser"), R"({"name":"curl","version":"1.0"})");
}

TEST_F(UserAgentEnricherTest, RegexesOfOnesOwn) {
  const auto file =
      std::filesystem::temp_directory_path() / ("regexes-" + std::to_string(getpid()) + ".yaml");
  std::ofstream(file)
      << "user_agent_parsers: [{regex: '(Ours)/(\\d+)'}]\nos_parsers: []\ndevice_parsers: []\n";
  const std::string options = R"({"regexes":")" + file.string() + R"("})";
  EXPECT_EQ(Member(After(R"({"userAgent":"Ours/7"})", options), "browser"),
            R"({"name":"Ours","version":"7"})");
  std::filesystem::remove(file);
  EXPECT_THROW(After("{}", options), OptionError);
}

}  // namespace
}  // namespace griot::user_agents
