#include "rules.h"

#include <gtest/gtest.h>

#include "griot/testing.hpp"

namespace griot::sessions {
namespace {

struct Case {
  const char* name;
  const char* user;
  const char* properties;
  bool own;
  bool personal;
};

TEST(RulesTest, OwnEventsAndPersonalMessages) {
  const fake::Host host;
  const Case cases[] = {
      {"page_view", "u", "{}", true, false},
      {"anything at all", "", "{}", true, false},
      {"message.received", "u", "{}", true, false},
      {"message.reaction", "u", "{}", true, false},
      {"message.sent", "u", "{}", false, true},
      {"message.sent", "u", R"({"campaignId":null,"category":"service"})", false, true},
      {"message.sent", "u", R"({"campaignId":"c"})", false, false},
      {"message.sent", "u", R"({"category":"marketing"})", false, false},
      {"message.delivered", "u", "{}", false, false},
      {"message.read", "u", "{}", false, false},
      {"message.failed", "u", "{}", false, false},
      {"chat.opened", "u", "{}", false, false},
      {"ai.classified", "u", "{}", false, false},
      {"airport", "u", "{}", true, false},
      {"identify", "u", "{}", false, false},
      {"group", "u", "{}", false, false},
      {"alias", "u", "{}", false, false},
      {"contact.created", "u", "{}", false, false},
      {"campaign.sent", "u", "{}", false, false},
      {"agent.handoff", "u", "{}", false, false},
      {"csat.sent", "u", "{}", false, false},
      {"csat_submitted", "u", "{}", true, false},
      {"error", "u", R"({"origin":"page"})", true, false},
      {"error", "u", "{}", true, false},
      {"error", "u", R"({"origin":"flow"})", false, false},
      {"error", "u", R"({"origin":"provider"})", false, false},
      {"page_view", "system", "{}", false, false},
      {"page_view", "System", "{}", false, false},
      {"page_view", "bot:faq", "{}", false, false},
      {"page_view", "agent", "{}", false, false},
      {"page_view", "agentur", "{}", true, false},
  };
  for (const Case& c : cases) {
    fake::BatchOf batch;
    batch.Add({.project = "p", .name = c.name, .user_id = c.user, .properties = c.properties});
    const Event event = batch.view()[0];
    EXPECT_EQ(IsOwn(event), c.own) << c.name << " " << c.user << " " << c.properties;
    EXPECT_EQ(IsPersonalMessage(event), c.personal) << c.name << " " << c.properties;
  }
}

std::string Key(const fake::Heard& e) {
  std::string key;
  AppendKey(key, e.Raw());
  return key;
}

TEST(RulesTest, KeysAreUnambiguous) {
  EXPECT_EQ(Key({.project = "p", .channel = "whatsapp", .user_id = "u", .anonymous_id = "a"}),
            R"(["p","whatsapp","u"])");
  EXPECT_EQ(Key({.flags = GRIOT_EVENT_DEVICE,
                 .project = "p",
                 .channel = "web",
                 .user_id = "u",
                 .anonymous_id = "a"}),
            R"(["p","web","a"])");
  EXPECT_EQ(Key({.flags = GRIOT_EVENT_DEVICE, .project = "p", .channel = "web", .user_id = "u"}),
            R"(["p","web","u"])");
  EXPECT_EQ(Key({.project = "p", .channel = "web"}), "");
  EXPECT_EQ(Key({.project = "p", .channel = "web", .user_id = "system"}), "");
  EXPECT_NE(Key({.project = "p", .channel = "a\",\"b", .user_id = "c"}),
            Key({.project = "p", .channel = "a", .user_id = "b\",\"c"}));
}

TEST(RulesTest, Nodes) {
  const fake::Host host;
  const auto node = [](const char* name, const char* properties, const char* context) {
    fake::BatchOf batch;
    batch.Add({.project = "p", .name = name, .properties = properties, .context = context});
    return Node(batch.view()[0]);
  };
  EXPECT_EQ(node("page_view", R"({"path":"/a"})", "{}"), R"("/a")");
  EXPECT_EQ(node("page_view", "{}", R"({"page":{"path":"/b"}})"), R"("/b")");
  EXPECT_EQ(node("page_view", R"({"path":7})", "{}"), R"("page_view")");
  EXPECT_EQ(node("screen_view", R"({"name":"Cart"})", "{}"), R"("Cart")");
  EXPECT_EQ(node("say \"hi\"", "{}", "{}"), R"("say \"hi\"")");
}

}  // namespace
}  // namespace griot::sessions
