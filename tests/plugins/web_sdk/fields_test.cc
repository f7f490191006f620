#include "plugins/web_sdk/fields.h"

#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

using ::testing::HasSubstr;

TEST(FieldNames, AreAllFoundByTheirSpelling) {
  for (int i = 0; i < static_cast<int>(Field::kCount); ++i) {
    const Field field = static_cast<Field>(i);
    const std::string text = "{\"" + std::string(Spelling(field)) + "\":" + std::to_string(i) + "}";
    json::Document document;
    ASSERT_TRUE(document.Parse(text).ok());
    Fields fields;
    fields.Read(document.root());
    EXPECT_EQ(fields[field].int64(), i) << Spelling(field);
  }
}

class EventFields : public DoorTest {};

TEST_F(EventFields, OfOneNameTheLastCountsAndEscapesAreRead) {
  EXPECT_EQ(Take(R"({"event":"a","event":"b","userId":"u"})").name, "b");
  EXPECT_EQ(Take(R"({"\u0065vent":"a","us\u0065rId":"\u00fc\n"})").user_id, "ü\n");
  EXPECT_EQ(Take(R"({"event":"a","userId":"u","userId":null,"anonymousId":"x"})").user_id, "");
}

TEST_F(EventFields, NumbersAreTakenAsTexts) {
  const auto event = Take(R"({"event":"e","userId":254712345678,"anonymousId":12.50,
                              "sessionId":99,"groupId":5})");
  EXPECT_EQ(event.user_id, "254712345678");
  EXPECT_EQ(event.anonymous_id, "12.50");
  EXPECT_EQ(Member(event.context, "clientSessionId"), "\"99\"");
  EXPECT_EQ(Member(event.properties, "groupId"), "\"5\"");
}

TEST_F(EventFields, WrongTypesAreRefusedByName) {
  EXPECT_EQ(Refuse(R"({"event":true,"userId":"u"})"), "event: must be a string");
  EXPECT_EQ(Refuse(R"({"event_name":[],"user_id":"u"})"), "event_name: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":{}})"), "userId: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","user_id":false})"), "user_id: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","anonymous_id":[]})"),
            "anonymous_id: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":[]})"),
            "properties: must be an object");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":"Home"})"),
            "properties: must be an object");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","context":"x"})"), "context: must be an object");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","traits":1})"), "traits: must be an object");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","context":{"channel":1.5e0,"channel":[]}})"),
            "context.channel: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","journey_start":7})"),
            "journey_start: must be true or false");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","messageId":true})"),
            "messageId: must be a string");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","session_id":{}})"),
            "session_id: must be a string");
  EXPECT_EQ(Refuse(R"({"type":5.5,"type":[],"event":"e","userId":"u"})"), "type: must be a string");
}

TEST_F(EventFields, NamesAndUsersAreNeeded) {
  EXPECT_EQ(Refuse(R"({"userId":"u"})"), "event: the event has no name");
  EXPECT_EQ(Refuse(R"({"event_name":"","user_id":"u"})"), "event_name: the event has no name");
  EXPECT_EQ(Refuse(R"({"type":"what","userId":"u"})"), "event: the event has no name");
  EXPECT_EQ(Refuse(R"({"type":"track","userId":"u"})"), "event: the event has no name");
  EXPECT_EQ(Refuse("{}"), "event_name: the event has no name");
  EXPECT_EQ(Refuse(R"({"event_name":"e"})"), "user_id: neither a user nor an anonymous id");
  EXPECT_EQ(Refuse(R"({"event_name":"e","user_id":"","anonymous_id":null})"),
            "user_id: neither a user nor an anonymous id");
}

TEST_F(EventFields, LengthsAreLimitedInCharacters) {
  const std::string long_name(201, 'n');
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "ü";
  EXPECT_EQ(Take(R"({"event":")" + wide + R"(","userId":"u"})").name, wide);
  EXPECT_EQ(Refuse(R"({"event":")" + wide + R"(x","userId":"u"})"), "event: is too long");
  EXPECT_EQ(Refuse(R"({"event":")" + long_name + R"(","userId":"u"})"), "event: is too long");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":")" + long_name + R"("})"), "userId: is too long");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","event_id":")" + long_name + R"("})"),
            "event_id: is too long");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","sessionId":")" + long_name + R"("})"),
            "sessionId: is too long");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":{"x":")" + std::string(33000, 'x') +
                   R"("}})"),
            ": the event is too long");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":{"x":[1e131071,1e131071]}})"),
            ": its numbers are too long once stored");
}

TEST_F(EventFields, WhatJsonbRefusesIsNamedByItsPath) {
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":{"a":[1,{"b":"x\u0000"}]}})"),
            "properties.a[1].b: \\u0000 is not allowed");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","context":{"a":"\ud800"}})"),
            "context.a: half of a surrogate pair");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":{"n":1e999999}})"),
            "properties.n: number out of range");
  EXPECT_EQ(Refuse(R"({"event":"e\u0000","userId":"u"})"), "event: \\u0000 is not allowed");
  EXPECT_EQ(Refuse(R"({"event":"e","userId":"u","properties":{"\u0000":1}})"),
            "properties.?: \\u0000 is not allowed");
}

TEST_F(EventFields, PropertiesAndContextPassUntouched) {
  const std::string properties =
      R"({ "z":1.10, "a":[12345678901234567890], "z":2 , "u":"\u00e4" })";
  const auto event = Take(R"({"event":"e","userId":"u","properties":)" + properties +
                          R"(,"context":{"userAgent":"x","locale":"de"}})");
  EXPECT_EQ(event.properties, properties);
  EXPECT_EQ(event.context, R"({"userAgent":"x","locale":"de"})");
  EXPECT_EQ(Take(R"({"event":"e","userId":"u","properties":null,"context":null})").properties, "");
}

TEST_F(EventFields, JourneyFlagsBecomeProperties) {
  const auto event = Take(R"({"event":"e","userId":"u","journey_start":true,"journeyEnd":"true",
                              "properties":{"a":1}})");
  EXPECT_EQ(event.properties, R"({"a":1,"journeyStart":true,"journeyEnd":true})");
  // The incumbent took the text "false" for yes.
  EXPECT_EQ(
      Take(R"({"event":"e","userId":"u","journey_start":false,"journey_end":"false"})").properties,
      "");
}

TEST_F(EventFields, TheClientsSessionIsKeptAndNeverGroups) {
  const auto event = Take(R"({"event":"e","userId":"u","session_id":"s\"1","context":{ }})");
  EXPECT_EQ(event.context, R"({ "clientSessionId":"s\"1"})");
  EXPECT_TRUE(event.session_id.is_nil());
}

TEST_F(EventFields, TheBrowsersAgentIsKeptWhereTheClientSaysNone) {
  const fake::Pairs headers = {{"X-Write-Key", "wk_test"}, {"User-Agent", "Firefox \"1\" \xff"}};
  Post(R"([{"event":"a","userId":"u"},
           {"event":"b","userId":"u","context":{"userAgent":"mine"}},
           {"event":"c","userId":"u","context":{"channel":"email"}}])",
       headers);
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].context, "{\"userAgent\":\"Firefox \\\"1\\\" \xef\xbf\xbd\"}");
  EXPECT_EQ(events[1].context, R"({"userAgent":"mine"})");
  EXPECT_EQ(events[2].context, R"({"channel":"email"})");
}

TEST_F(EventFields, TheAddressIsKeptOnlyWhenAsked) {
  EXPECT_EQ(Take(R"({"event":"e","userId":"u"})").context, "");
  Open(R"({"path":"/v1/capture","keep_ip":true})");
  EXPECT_EQ(Take(R"({"event":"e","userId":"u"})").context, R"({"ip":"192.0.2.1"})");
}

TEST_F(EventFields, ChannelsAreOfDevicesOrOfMessages) {
  const auto app = Take(R"({"event":"e","userId":"u","channel":"ios"})");
  EXPECT_EQ(app.channel, "ios");
  EXPECT_NE(app.flags & GRIOT_EVENT_DEVICE, 0u);
  const auto whatsapp =
      Take(R"({"event":"e","userId":"u","channel":"web","context":{"channel":"whatsapp"}})");
  EXPECT_EQ(whatsapp.channel, "whatsapp");
  EXPECT_EQ(whatsapp.flags & GRIOT_EVENT_DEVICE, 0u);
}

TEST_F(EventFields, WhatsappUsersAreE164) {
  const auto user = [&](const std::string& id) {
    return Take(R"({"event":"message.received","context":{"channel":"whatsapp"},"userId":)" + id +
                "}")
        .user_id;
  };
  EXPECT_EQ(user(R"("+254712345678")"), "+254712345678");
  EXPECT_EQ(user(R"("254712345678")"), "+254712345678");
  EXPECT_EQ(user("254712345678"), "+254712345678");
  EXPECT_EQ(user(R"("5215512345678")"), "+525512345678");
  EXPECT_EQ(user(R"("system")"), "system");
  EXPECT_EQ(user(R"("0712345678")"), "0712345678");
  EXPECT_EQ(user(R"("4711")"), "4711");
  EXPECT_EQ(Take(R"({"event":"e","userId":"254712345678"})").user_id, "254712345678");
}

TEST_F(EventFields, IdsAreTakenDerivedOrMinted) {
  const auto id = [&](const std::string& members) {
    return UuidString(Take(R"({"event":"e","userId":"u",)" + members + "}").id);
  };
  constexpr char kUuid[] = "01890a5d-ac96-774b-bcce-b302099a8057";
  EXPECT_EQ(id(R"("message_id":"01890A5D-AC96-774B-BCCE-B302099A8057")"), kUuid);
  EXPECT_EQ(id(R"("messageId":"","eventId":")" + std::string(kUuid) + "\""), kUuid);
  EXPECT_EQ(id(R"("message_id":"wamid.X","event_id":")" + std::string(kUuid) + "\""),
            UuidString(EventId("shop", "client", "wamid.X")));
  EXPECT_EQ(id(R"("message_id":17)"), UuidString(EventId("shop", "client", "17")));
  constexpr char kNil[] = "00000000-0000-0000-0000-000000000000";
  EXPECT_EQ(id(R"("message_id":")" + std::string(kNil) + "\""),
            UuidString(EventId("shop", "client", kNil)));
  const Uuid first = Take(R"({"event":"e","userId":"u"})").id;
  const Uuid second = Take(R"({"event":"e","userId":"u","messageId":null})").id;
  EXPECT_EQ(first.version(), 7);
  EXPECT_LT(first, second);
}

}  // namespace
}  // namespace griot::web_sdk
