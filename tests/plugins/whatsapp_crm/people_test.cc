#include "plugins/whatsapp_crm/meta/people.h"

#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm::meta {
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

TEST(People, AreFoundAmongManyContacts) {
  json::Document document;
  json::Scratch scratch;
  const std::string text =
      R"([{"wa_id":"254700000001","profile":{"name":"One"}},)"
      R"({"wa_id":"254700000002","user_id":"KE.2","profile":{"name":"Two"}},)"
      R"({"user_id":"KE.3","parent_user_id":"KE.ENT.3","profile":{"name":"Three"}}])";
  ASSERT_TRUE(document.Parse(text).ok());
  People people(scratch);
  EXPECT_EQ(people.Find(document.root(), {"254700000002", "", ""}).profile_name, "Two");
  EXPECT_EQ(people.Find(document.root(), {"254700000002", "", ""}).bsuid, "KE.2");
  const Person third = people.Find(document.root(), {"", "KE.3", ""});
  EXPECT_EQ(third.profile_name, "Three");
  EXPECT_EQ(third.user_id, "bsuid:KE.ENT.3");
  const Person none = people.Find(document.root(), {"254700000009", "", ""});
  EXPECT_EQ(none.profile_name, "");
  EXPECT_EQ(none.user_id, "+254700000009");
  EXPECT_EQ(people.Find(document.root(), {"", "", ""}).user_id, "");
}

TEST(People, OfBrazilMayBeWrittenInTwoWays) {
  json::Document document;
  json::Scratch scratch;
  ASSERT_TRUE(document.Parse(R"([{"wa_id":"556187654321","profile":{"name":"Bia"}}])").ok());
  People people(scratch);
  const Person person = people.Find(document.root(), {"5561987654321", "", ""});
  EXPECT_EQ(person.profile_name, "Bia");
  EXPECT_EQ(person.user_id, "+5561987654321");
  EXPECT_EQ(person.wa_id, "556187654321");
}

TEST(Cut, KeepsWholeCharacters) {
  EXPECT_EQ(Cut("abc", 3), "abc");
  EXPECT_EQ(Cut("äöü", 2), "äö");
  EXPECT_EQ(Cut("a😀b", 2), "a😀");
  EXPECT_EQ(Cut("äöü", 0), "");
}

}  // namespace
}  // namespace griot::whatsapp_crm::meta
