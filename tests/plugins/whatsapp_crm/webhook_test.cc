// Whole webhooks: many updates, repeats, and limits within messages.
#include <set>

#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm {
namespace {

class Webhooks : public HookTest {};

TEST_F(Webhooks, OfAThousandUpdatesAreTakenWholeAndInOrder) {
  std::string elements;
  for (int i = 0; i < 1000; ++i) {
    if (i > 0) elements += ',';
    elements += TextMessage("wamid." + std::to_string(i), std::to_string(i));
  }
  EXPECT_EQ(Post(Webhook("messages", elements)).status, 200);
  ASSERT_EQ(host_.intake.submissions().size(), 1u);
  const auto events = Events();
  ASSERT_EQ(events.size(), 1000u);
  std::set<std::string> ids;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(Member(events[i].properties, "text"), "\"" + std::to_string(i) + "\"");
    ids.insert(UuidString(events[i].id));
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST_F(Webhooks, StatusesOfOneMessageAreEventsOfTheirOwn) {
  std::string elements;
  for (const char* status : {"sent", "delivered", "read", "played", "failed", "read"}) {
    if (!elements.empty()) elements += ',';
    elements += R"({"id":"wamid.S","timestamp":"1749416383","recipient_id":"254712345678",)"
                R"("status":")" +
                std::string(status) + "\"}";
  }
  Post(Webhook("statuses", elements));
  const auto events = Events();
  ASSERT_EQ(events.size(), 6u);
  std::set<std::string> ids;
  for (const fake::Heard& event : events) ids.insert(UuidString(event.id));
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_EQ(events[2].id, events[5].id);
}

// Facts §5: an echo, its status and the message are told apart; two projects never share an id.
TEST_F(Webhooks, KeysAreTheFormatsAndNotTheStages) {
  Post(Webhook("messages", TextMessage("wamid.K")));
  const Uuid first = Events().at(0).id;
  EXPECT_EQ(first, EventId("shop", "wamid", "wamid.K"));
  EXPECT_NE(first, EventId("shop", "wamid", "echo:wamid.K"));
  EXPECT_NE(first, EventId("other", "wamid", "wamid.K"));
}

TEST_F(Webhooks, WhoWritesForTheFirstTimeIsAContact) {
  const auto contacts = [this] {
    std::vector<fake::Heard> found = host_.intake.events();
    std::erase_if(found, [](const fake::Heard& e) { return e.name != "contact.created"; });
    return found;
  };
  Post(Webhook("messages", TextMessage("wamid.1") + "," + TextMessage("wamid.2")));
  ASSERT_EQ(contacts().size(), 1u);
  const fake::Heard first = contacts()[0];
  EXPECT_EQ(first.user_id, "+254712345678");
  EXPECT_EQ(first.id, EventId("shop", "wamid", "contact:+254712345678"));
  EXPECT_EQ(Member(first.properties, "source"), "\"first_message\"");
  Post(Webhook("messages", TextMessage("wamid.3")));
  EXPECT_EQ(contacts().size(), 1u) << "heard before";
  Open(kHookOptions);
  Post(Webhook("messages", TextMessage("wamid.4")));
  ASSERT_EQ(contacts().size(), 2u) << "a process that has heard nobody";
  EXPECT_EQ(contacts()[1].id, first.id) << "of which the store keeps the first";
}

TEST_F(Webhooks, TextsAreCutAtWholeCharacters) {
  std::string wide;
  for (int i = 0; i < 5000; ++i) wide += "ä";
  Post(Webhook("messages", TextMessage("wamid.1", wide)));
  EXPECT_EQ(Member(Events().at(0).properties, "text").size(), 4096u * 2 + 2);
}

TEST_F(Webhooks, EscapesAreReadAndWrittenAgain) {
  Post(Webhook("messages", TextMessage("wamid.1", R"(\"\u00e4\ud83d\ude00\n\\)")));
  EXPECT_EQ(Member(Events().at(0).properties, "text"), "\"\\\"ä😀\\n\\\\\"");
}

TEST_F(Webhooks, AFlowsAnswerThatIsNoGoodJsonStaysText) {
  const auto flow = [&](const std::string& answer) {
    host_.intake.Clear();
    std::string quoted;
    json::AppendString(quoted, answer);
    Post(Webhook("messages",
                 R"({"from":"254712345678","id":"w","timestamp":"1749416383","type":"interactive",)"
                 R"("interactive":{"type":"nfm_reply","nfm_reply":{"response_json":)" +
                     quoted + "}}}"));
    return Member(Events().at(0).properties, "flowResponse");
  };
  EXPECT_EQ(flow(R"({"a":[1, 2]})"), R"({"a":[1, 2]})");
  EXPECT_EQ(flow("7"), "7");
  EXPECT_EQ(flow(R"("text")"), R"("text")");
  EXPECT_EQ(flow(R"({"a":1e999999})"), R"("{\"a\":1e999999}")");
  EXPECT_EQ(flow(R"({"a":"\u0000"})"), R"("{\"a\":\"\\u0000\"}")");
  EXPECT_EQ(flow(std::string(40, '[') + std::string(40, ']')).front(), '"');
  EXPECT_LE(flow("\"" + std::string(20000, 'x') + "\"").size(), 1024u + 10);
}

TEST_F(Webhooks, NumbersThatGrowWhenStoredAreDead) {
  Post(Webhook("messages", R"({"from":"254712345678","id":"w","timestamp":"1749416383",)"
                           R"("type":"location","location":{"latitude":1e131071,"longitude":1}})"));
  ASSERT_EQ(host_.intake.settled().size(), 1u);
  EXPECT_EQ(host_.intake.settled()[0].reason, "not_storable");
}

TEST_F(Webhooks, AProfileNameThatNoColumnTakesCostsOnlyTheName) {
  std::string body = Webhook("messages", TextMessage("wamid.1"));
  const std::string contacts =
      R"("contacts":[{"wa_id":"254712345678","profile":{"name":"A\u0000"}}],)";
  body.insert(body.find(R"("messages":[)"), contacts);
  Post(body);
  ASSERT_EQ(Events().size(), 1u);
  EXPECT_EQ(Member(Events()[0].properties, "profileName"), "");
}

TEST_F(Webhooks, MemoryThatEndsMidwayTakesNothing) {
  const std::string body = Webhook("messages", "7," + TextMessage("wamid.1"));
  host_.intake.full = true;
  EXPECT_EQ(Post(body).status, 503);
  EXPECT_TRUE(host_.intake.submissions().empty());
}

}  // namespace
}  // namespace griot::whatsapp_crm
