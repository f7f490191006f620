// What events tell of messages and chats, as facts.

#include <gtest/gtest.h>

#include <string>

#include "griot/testing.hpp"
#include "plugins/conversations/conversations.h"

namespace griot::conversations {
namespace {

class FactsTest : public ::testing::Test {
 protected:
  // The body of the one fact that this event brings; empty: none.
  std::string Told(const char* name, const char* properties, const char* user = "+2541") {
    fake::BatchOf batch;
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, "e");
    e.project = "p";
    e.source = "collect/meta";
    e.channel = "whatsapp";
    e.name = name;
    e.user_id = user;
    e.properties = properties;
    e.occurred_at = 1'760'000'000'000'001;
    batch.Add(e);
    stage_.Process(batch.view());
    if (batch.facts().empty()) return "";
    const fake::HeardFact& fact = batch.facts()[0];
    EXPECT_EQ(batch.facts().size(), 1u);
    EXPECT_EQ(fact.kind, "conversation");
    EXPECT_EQ(fact.project, "p");
    EXPECT_EQ(fact.cause, e.id);
    key_ = fact.key;
    return fact.body;
  }

  fake::Host host_;
  Conversations stage_{host_.Config("process/conversations")};
  std::string key_;
};

TEST_F(FactsTest, OtherEventsTellNothing) {
  for (const char* const name :
       {"page_view", "message", "message.", "message.edited", "message.reaction",
        "chat.transferred", "campaign.sent", "agent.handoffs", "chat.", "identify"}) {
    EXPECT_EQ(Told(name, R"({"messageId":"m","chatId":"c"})"), "") << name;
  }
}

TEST_F(FactsTest, AMessage) {
  EXPECT_EQ(
      Told("message.sent", R"({"messageId":"w1","chatId":7,"businessNumber":"+1","agentId":"a",)"
                           R"("templateName":"n","contentType":"text","campaignId":"k",)"
                           R"("category":"utility","origin":"phone_app","replyTo":"w0","x":{}})"),
      R"({"k":"s","t":"1760000000000001","s":"collect/meta","c":"7","n":"+1","u":"+2541",)"
      R"("a":"a","p":"n","y":"text","g":"k","q":"utility","b":"agent","w":"w0"})");
  EXPECT_EQ(key_, "w1");
}

TEST_F(FactsTest, WhatAnIndexCannotHoldIsNotSaid) {
  const std::string longest(512, 'x'), longer(513, 'x');
  EXPECT_NE(Told("message.read", ("{\"messageId\":\"" + longest + "\"}").c_str()), "");
  EXPECT_EQ(Told("message.read", ("{\"messageId\":\"" + longer + "\"}").c_str()), "");
  EXPECT_NE(Told("message.sent", ("{\"messageId\":\"" + longer + "\"}").c_str()), "");
  EXPECT_EQ(key_, UuidString(UuidV5(kEventNamespace, "e")));
  EXPECT_EQ(Told("message.sent", R"({"chatId":"","agentId":{},"campaignId":[1],"errorCode":1.5})"),
            R"({"k":"s","t":"1760000000000001","s":"collect/meta","u":"+2541"})");
}

TEST_F(FactsTest, ReceiptsWithoutAMessageTellNothing) {
  for (const char* const name : {"message.delivered", "message.read", "message.failed"}) {
    EXPECT_EQ(Told(name, R"({"chatId":"c"})"), "") << name;
  }
}

TEST_F(FactsTest, WhoIsNobodyAsksNothing) {
  EXPECT_EQ(Told("message.received", R"({"messageId":"m"})", "Bot:faq"), "");
  EXPECT_EQ(Told("message.sent", R"({"messageId":"m"})", "system"),
            R"({"k":"s","t":"1760000000000001","s":"collect/meta"})");
  EXPECT_EQ(Told("chat.opened", "{}", "agent:7"), "");
  EXPECT_EQ(Told("chat.opened", R"({"chatId":"c"})", ""),
            R"({"k":"o","t":"1760000000000001","c":"c"})");
}

TEST_F(FactsTest, BotsAndAutomations) {
  const auto sender = [this](const char* properties) {
    const std::string body = Told("message.sent", properties);
    json::Scratch scratch;
    return std::string(json::GetString(body, "b", scratch).value_or(""));
  };
  EXPECT_EQ(sender(R"({"agentId":"BOT:x"})"), "bot");
  EXPECT_EQ(sender(R"({"senderType":"Agent_Bot"})"), "bot");
  EXPECT_EQ(sender(R"({"senderType":"user"})"), "");
  EXPECT_EQ(sender(R"({"automation":true})"), "automation");
  EXPECT_EQ(sender(R"({"automation":"true"})"), "");
  EXPECT_EQ(sender(R"({"automationRuleId":3})"), "automation");
  EXPECT_EQ(sender(R"({"origin":"phone\u005fapp"})"), "agent");
}

TEST_F(FactsTest, AResolution) {
  EXPECT_EQ(
      Told("chat.resolved", R"({"chatId":"c","resolutionTime":12.5,"outcome":"sold","agentId":3})"),
      R"({"k":"x","t":"1760000000000001","c":"c","u":"+2541","a":"3","m":"sold","z":12.5})");
  for (const char* const time : {"-1", "1e13", "\"60\"", "null", "1e999"}) {
    EXPECT_EQ(Told("chat.resolved", (std::string(R"({"resolutionTime":)") + time + "}").c_str()),
              R"({"k":"x","t":"1760000000000001","u":"+2541"})")
        << time;
  }
}

}  // namespace
}  // namespace griot::conversations
