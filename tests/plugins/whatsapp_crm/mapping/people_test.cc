// Who Meta's webhooks are about, put together from an element and the contacts beside it.
#include "plugins/whatsapp_crm/bsuid.h"
#include "plugins/whatsapp_crm/mapping/presets.h"
#include "plugins/whatsapp_crm/object_writer.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

TEST(Bsuid, IsACountryAndAnId) {
  EXPECT_TRUE(IsBsuid("US.13491208655302741918"));
  EXPECT_TRUE(IsBsuid("KE.ENT.aB9"));
  EXPECT_TRUE(IsBsuid("US." + std::string(128, 'a')));
  for (const char* text : {"", "US.", "US.ENT.", "us.1", "USA.1", "US1", "US.1-2", "US.1 ",
                           "254712345678", "U.1", "US.a.b"}) {
    EXPECT_FALSE(IsBsuid(text)) << text;
  }
  EXPECT_FALSE(IsBsuid("US." + std::string(129, 'a')));
}

class People : public ::testing::Test {
 protected:
  // The event of a message from whom `ids` show, beside these contacts.
  Heard::Made Of(const std::string& ids, const std::string& contacts) {
    const Heard heard =
        MapBody(*program_,
                R"({"object":"whatsapp_business_account","entry":[{"id":"w","changes":[{"field":)"
                R"("messages","value":{"contacts":)" +
                    contacts + R"(,"messages":[{"id":"m","type":"text",)" + ids + "}]}}]}]}");
    EXPECT_EQ(heard.events.size(), 1u) << ids;
    return heard.events.empty() ? Heard::Made() : heard.events[0];
  }
  static std::string Said(const Heard::Made& event, std::string_view name) {
    return std::string(json::Get(event.properties, name).value_or("none"));
  }

  const std::unique_ptr<const Program> program_ = Good(PresetText("meta"));
};

TEST_F(People, AreFoundAmongManyContacts) {
  const std::string contacts =
      R"([{"wa_id":"254700000001","profile":{"name":"One"}},)"
      R"({"wa_id":"254700000002","user_id":"KE.2","profile":{"name":"Two"}},)"
      R"({"user_id":"KE.3","parent_user_id":"KE.ENT.3","profile":{"name":"Three"}}])";
  const auto second = Of(R"("from":"254700000002")", contacts);
  EXPECT_EQ(second.user_id, "+254700000002");
  EXPECT_EQ(Said(second, "profileName"), R"("Two")");
  EXPECT_EQ(Said(second, "bsuid"), R"("KE.2")");
  const auto third = Of(R"("from_user_id":"KE.3")", contacts);
  EXPECT_EQ(third.user_id, "bsuid:KE.ENT.3");
  EXPECT_EQ(Said(third, "profileName"), R"("Three")");
  EXPECT_EQ(Said(third, "ownBsuid"), R"("KE.3")");
  const auto none = Of(R"("from":"254700000009")", contacts);
  EXPECT_EQ(none.user_id, "+254700000009");
  EXPECT_EQ(Said(none, "profileName"), "none");
}

TEST_F(People, OfBrazilMayBeWrittenInTwoWays) {
  const auto event =
      Of(R"("from":"5561987654321")", R"([{"wa_id":"556187654321","profile":{"name":"Bia"}}])");
  EXPECT_EQ(event.user_id, "+5561987654321");
  EXPECT_EQ(Said(event, "profileName"), R"("Bia")");
  EXPECT_EQ(Said(event, "waId"), R"("556187654321")");
}

TEST(Cut, KeepsWholeCharacters) {
  EXPECT_EQ(Cut("abc", 3), "abc");
  EXPECT_EQ(Cut("äöü", 2), "äö");
  EXPECT_EQ(Cut("a😀b", 2), "a😀");
  EXPECT_EQ(Cut("äöü", 0), "");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
