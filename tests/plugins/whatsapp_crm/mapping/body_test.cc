// How a body is read: forms, what is taken out, what is broken.
#include "plugins/whatsapp_crm/mapping/form.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Form(std::string_view form) {
  std::string out = "left from before";
  std::string spare;
  FormToJson(form, &out, &spare);
  return out;
}

TEST(Form, IsAFlatObject) {
  EXPECT_EQ(Form(""), "{}");
  EXPECT_EQ(Form("From=whatsapp%3A%2B254712345678&Body=Jambo+%26+hi&Empty=&Alone"),
            R"({"From":"whatsapp:+254712345678","Body":"Jambo & hi","Empty":"","Alone":""})");
  EXPECT_EQ(Form("&&a=b=c&"), R"({"a":"b=c"})");
  EXPECT_EQ(Form("a=%4&b=%&c=%zz&d=%41"), R"({"a":"%4","b":"%","c":"%zz","d":"A"})");
  EXPECT_EQ(Form("a=%ff%22%00"), "{\"a\":\"\xEF\xBF\xBD\\\"\\u0000\"}");
}

TEST(Form, GivesEvents) {
  const auto program = Good(Mapping(
      "body: form\nevents: [{name: e, key: MessageSid, user: From, properties: {text: Body}}]\n"));
  const Heard heard =
      MapBody(*program, "MessageSid=SM1&From=whatsapp%3A%2B254712345678&Body=Sawa%21");
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_EQ(heard.events[0].user_id, "+254712345678");
  EXPECT_EQ(heard.events[0].properties, R"({"text":"Sawa!","waId":"254712345678"})");
}

TEST(Redact, LeavesNothingOfTheSecret) {
  const auto program = Good(
      Mapping("redact: [apikey, 'list[].token', pin]\n"
              "events: [{name: e, key: id, properties: {key: apikey, list: list, id: id}}]\n"));
  const std::string body =
      R"({"apikey":"s3cret","id":"1","list":[{"token":"s3cret"},{"token":{"a":"s3cret"}}],)"
      R"("apikey":["s3cret"],"pin":42})";
  const Heard heard = MapBody(*program, body);
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_THAT(heard.events[0].raw, Not(HasSubstr("s3cret")));
  EXPECT_THAT(heard.events[0].raw, Not(HasSubstr("42")));
  EXPECT_THAT(heard.events[0].properties, Not(HasSubstr("s3cret")));
  EXPECT_EQ(json::Get(heard.events[0].properties, "key"), std::nullopt);
  const Heard dead = MapBody(*program, R"({"apikey":"s3cret"})");
  ASSERT_EQ(dead.dead.size(), 1u);
  EXPECT_THAT(dead.dead[0].raw, Not(HasSubstr("s3cret")));
  const Heard broken = MapBody(*program, R"({"apikey":"s3cret",)");
  ASSERT_EQ(broken.dead.size(), 1u);
  EXPECT_EQ(broken.dead[0].raw, "");
}

TEST(Body, ThatIsNoneIsKept) {
  const auto program = Good(Mapping("kind: t\nevents: [{name: e, key: id, when: {t: a}}]\n"));
  EXPECT_EQ(MapBody(*program, "{").dead.at(0).reason, "no_json");
  EXPECT_EQ(MapBody(*program, "{").dead.at(0).raw, "{");
  EXPECT_EQ(MapBody(*program, "[1]").dead.at(0).reason, "no_webhook");
  EXPECT_THAT(MapBody(*program, R"({"t":"other"})").unknown, ElementsAre("other"));
  EXPECT_THAT(MapBody(*program, "{}").unknown, ElementsAre(""));
}

TEST(Body, ThatJsonbRefusesIsKeptAside) {
  const auto program = Good(Mapping(
      "events: [{each: 'm[]', properties: {outer: $.bad}, events: [{name: e, key: id}]}]\n"));
  const Heard heard = MapBody(
      *program, R"({"bad":"\u0000","m":[{"id":1},{"id":2,"x":"\ud800"},{"id":3,"x":1e999999}]})");
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_EQ(heard.events[0].properties, "{}");
  ASSERT_EQ(heard.dead.size(), 2u);
  EXPECT_EQ(heard.dead[0].reason, "not_storable");
}

TEST(Header, CanBeRead) {
  const auto program = Good(Mapping("events: [{name: e, key: header(X-Id) | id}]\n"));
  const Given headers{{"X-Id", "h1"}};
  EXPECT_EQ(MapBody(*program, R"({"id":"b1"})", &headers).events.at(0).key, "h1");
  EXPECT_EQ(MapBody(*program, R"({"id":"b1"})").events.at(0).key, "b1");
}

TEST(Evaluator, ForgetsTheBodyBefore) {
  const auto program =
      Good(Mapping("body: json\nevents: [{name: e, key: id, user: u, user_optional: true}]\n"));
  Evaluator evaluator(*program);
  Heard heard;
  evaluator.Map(R"({"id":"one","u":"5678"})", nullptr, kHeardAt, heard);
  evaluator.Map("{", nullptr, kHeardAt, heard);
  evaluator.Map(R"({"id":"two"})", nullptr, kHeardAt, heard);
  ASSERT_EQ(heard.events.size(), 2u);
  EXPECT_EQ(heard.events[1].properties, "{}");
  EXPECT_EQ(heard.events[1].key, "two");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
