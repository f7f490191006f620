// docs/examples/telegram.yaml: a channel that is only a mapping.
#include "plugins/whatsapp_crm/mapping/signature_checker.h"
#include "tests/plugins/whatsapp_crm/mapping/fixtures.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using ::testing::ElementsAre;

class Telegram : public ::testing::Test {
 protected:
  Heard Update(std::string_view members) {
    return MapBody(*program_, "{\"update_id\":1," + std::string(members) + "}");
  }
  static std::string Message(std::string_view more, std::string_view chat = "private") {
    return R"("message":{"message_id":7,"from":{"id":99,"is_bot":false,"first_name":"Amina",)"
           R"("username":"amina"},"chat":{"id":99,"type":")" +
           std::string(chat) + R"("},"date":1749416383,)" + std::string(more) + "}";
  }
  const std::unique_ptr<const Program> program_ =
      Good(FileText(GRIOT_DOCS "/examples/telegram.yaml"));
};

TEST_F(Telegram, MessagesAreEvents) {
  const Heard heard = Update(Message(R"("text":"Jambo")"));
  ASSERT_EQ(heard.events.size(), 1u);
  const auto& event = heard.events[0];
  EXPECT_EQ(event.channel, "telegram");
  EXPECT_EQ(event.name, "message.received");
  EXPECT_EQ(event.user_id, "telegram:99");
  EXPECT_EQ(event.key_space + "/" + event.key, "telegram/99:7");
  EXPECT_EQ(event.occurred_at, 1749416383 * kSecond);
  EXPECT_EQ(event.properties,
            R"({"direction":"inbound","chatId":"99","profileName":"Amina","username":"amina",)"
            R"("messageId":"99:7","contentType":"text","hasMedia":false,"text":"Jambo"})");
  const Heard photo = Update(Message(R"("photo":[{"file_id":"f"}],"caption":"hii")"));
  EXPECT_EQ(json::Get(photo.events.at(0).properties, "contentType"), R"("image")");
  EXPECT_EQ(json::Get(photo.events.at(0).properties, "hasMedia"), "true");
  EXPECT_EQ(json::Get(photo.events.at(0).properties, "text"), R"("hii")");
}

TEST_F(Telegram, ButtonsAreEvents) {
  const Heard heard = Update(
      R"("callback_query":{"id":"cb1","from":{"id":99,"is_bot":false,"first_name":"Amina"},)"
      R"("message":{"message_id":8,"chat":{"id":99,"type":"private"},"date":1},"data":"buy-7"})");
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_EQ(heard.events[0].key, "callback:cb1");
  EXPECT_EQ(json::Get(heard.events[0].properties, "buttonId"), R"("buy-7")");
  EXPECT_EQ(json::Get(heard.events[0].properties, "contentType"), R"("button")");
}

TEST_F(Telegram, TheRestIsCounted) {
  std::string edited = Message(R"("text":"Jambo!")");
  edited.replace(1, 7, "edited_message");
  EXPECT_THAT(Update(edited).unknown, ElementsAre("edited"));
  EXPECT_THAT(Update(Message(R"("text":"x")", "group")).unknown, ElementsAre("group"));
  EXPECT_THAT(Update(R"("poll":{})").unknown, ElementsAre(""));
}

TEST_F(Telegram, TheTokenIsTheSecret) {
  const std::string secrets[] = {"old", "t0ken"};
  const SignatureChecker checker(program_->signature, secrets);
  EXPECT_TRUE(checker.Check(Given{{"X-Telegram-Bot-Api-Secret-Token", "t0ken"}}, "{}", kHeardAt));
  EXPECT_TRUE(checker.Check(Given{{"X-Telegram-Bot-Api-Secret-Token", "old"}}, "{}", kHeardAt));
  for (const char* wrong : {"", "t0kem", "t0ken ", "t0ke", "T0KEN"}) {
    EXPECT_FALSE(checker.Check(Given{{"X-Telegram-Bot-Api-Secret-Token", wrong}}, "{}", kHeardAt));
  }
  EXPECT_FALSE(checker.Check(Given{}, "{}", kHeardAt));
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
