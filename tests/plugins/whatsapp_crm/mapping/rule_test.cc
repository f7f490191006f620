// Which events a body gives, and what becomes of the rest.
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Keys(const Heard& heard) {
  std::vector<std::string> keys;
  for (const auto& event : heard.events) keys.push_back(event.name + "/" + event.key);
  return keys;
}

bool Matches(std::string_view when, std::string_view body) {
  const auto program =
      Good(Mapping("kind: t\nevents: [{name: e, key: =k, when: " + std::string(when) + "}]\n"));
  const Heard heard = MapBody(*program, body);
  EXPECT_EQ(heard.events.size() + heard.unknown.size(), 1u);
  return !heard.events.empty();
}

TEST(Filter, ComparesWhateverStandsThere) {
  EXPECT_TRUE(Matches("{t: a}", R"({"t":"a"})"));
  EXPECT_FALSE(Matches("{t: a}", R"({"t":"ab"})"));
  EXPECT_TRUE(Matches("{t: 1}", R"({"t":1})"));
  EXPECT_TRUE(Matches("{t: false}", R"({"t":false})"));
  EXPECT_FALSE(Matches("{t: false}", "{}"));
  EXPECT_TRUE(Matches("{t: [a, b]}", R"({"t":"b"})"));
  EXPECT_TRUE(Matches("{t: {in: [a, b]}}", R"({"t":"b"})"));
  EXPECT_FALSE(Matches("{t: {not: [a, b]}}", R"({"t":"b"})"));
  EXPECT_TRUE(Matches("{t: {not: a}}", "{}"));
  EXPECT_TRUE(Matches("{t: {exists: true}}", R"({"t":false})"));
  EXPECT_FALSE(Matches("{t: {exists: true}}", R"({"t":null})"));
  EXPECT_TRUE(Matches("{t: {exists: false}}", "{}"));
  EXPECT_FALSE(Matches("{t: {not: {exists: true}}}", R"({"t":1})"));
  EXPECT_TRUE(Matches("{t: {starts: [x, a]}}", R"({"t":"abc"})"));
  EXPECT_TRUE(Matches("{t: {ends: bc}}", R"({"t":"abc"})"));
  EXPECT_FALSE(Matches("{t: {not: {ends: bc}}}", R"({"t":"abc"})"));
  EXPECT_TRUE(Matches("{lower(t): a}", R"({"t":"A"})"));
}

TEST(Filter, IsAllOfAMapAndAnyOfAList) {
  EXPECT_FALSE(Matches("{t: a, u: b}", R"({"t":"a","u":"c"})"));
  EXPECT_TRUE(Matches("{t: a, u: b}", R"({"t":"a","u":"b"})"));
  EXPECT_TRUE(Matches("[{t: a}, {u: b}]", R"({"t":"x","u":"b"})"));
  EXPECT_FALSE(Matches("[{t: a}, {u: b}]", R"({"t":"x","u":"x"})"));
}

TEST(Each, GoesThroughNestedListsAndSeesOuterLevels) {
  const auto program = Good(Mapping(R"(kind: object
events:
  - each: entry[].changes[].value.messages[]
    kind: type
    number: ^.value.number
    properties: {account: ^^.id, object: $.object}
    events:
      - {name: m, key: [id, ^^.id], when: {type: text}, properties: {own: .}}
  - each: entry[].changes[].value.statuses[]
    kind: status
    events: [{name: s, key: [id, status], when: {status: [sent, read]}}]
)"));
  const Heard heard = MapBody(*program, R"({"object":"o","entry":[
      {"id":"E1","changes":[{"value":{"number":"n1","messages":[{"id":"a","type":"text"},
                                                               {"id":"b","type":"new"}]}}]},
      {"id":"E2","changes":[{"value":{"number":"n2","messages":[{"id":"c","type":"text"}],
                             "statuses":[{"id":"c","status":"sent"},{"status":"odd"}]}}]}]})");
  EXPECT_THAT(Keys(heard), ElementsAre("m/a:E1", "m/c:E2", "s/c:sent"));
  EXPECT_THAT(heard.unknown, ElementsAre("new", "odd"));
  EXPECT_EQ(heard.events[1].number_id, "n2");
  EXPECT_EQ(heard.events[1].properties,
            R"({"account":"E2","object":"o","own":{"id":"c","type":"text"}})");
  EXPECT_EQ(heard.events[1].raw, R"({"id":"c","type":"text"})");
  EXPECT_THAT(MapBody(*program, R"({"object":"page","entry":[]})").unknown, ElementsAre("page"));
  EXPECT_THAT(MapBody(*program, R"({"object":"page"})").unknown, ElementsAre("page"));
}

TEST(Each, TakesOneObjectForAListOfOne) {
  const auto program = Good(Mapping("events: [{each: 'data[]', events: [{name: c, key: id}]}]\n"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"data":{"id":1}})")), ElementsAre("c/1"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"data":[{"id":1},{"id":2}]})")),
              ElementsAre("c/1", "c/2"));
  const Heard wrong = MapBody(*program, R"({"data":"x"})");
  ASSERT_EQ(wrong.dead.size(), 1u);
  EXPECT_EQ(wrong.dead[0].reason, "no_list");
}

TEST(Rules, MayGiveSeveralEventsOfOneElement) {
  const auto program = Good(Mapping(
      "events:\n  - {name: a, key: id}\n  - {name: b, key: [id, =b], when: {both: true}}\n"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"id":1,"both":true})")), ElementsAre("a/1", "b/1:b"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"id":1})")), ElementsAre("a/1"));
}

TEST(Rules, IgnoreBeforeTheyTake) {
  const auto program = Good(Mapping(
      "ignore: [{as: group, when: {from: {ends: '@g.us'}}}]\nevents: [{name: a, key: id}]\n"));
  const Heard heard = MapBody(*program, R"({"id":1,"from":"120@g.us"})");
  EXPECT_THAT(heard.events, IsEmpty());
  EXPECT_THAT(heard.unknown, ElementsAre("group"));
}

TEST(Key, NeedsAllItsParts) {
  const auto program = Good(Mapping("events: [{name: e, key: [id, 'who | =', =x]}]\n"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"id":7,"who":"me"})")), ElementsAre("e/7:me:x"));
  EXPECT_THAT(Keys(MapBody(*program, R"({"id":7})")), ElementsAre("e/7:x"));
  const Heard heard = MapBody(*program, R"({"who":"me"})");
  EXPECT_THAT(heard.events, IsEmpty());
  ASSERT_EQ(heard.dead.size(), 1u);
  EXPECT_EQ(heard.dead[0].reason, "no_id");
  EXPECT_EQ(heard.dead[0].raw, R"({"who":"me"})");
  EXPECT_EQ(MapBody(*program, "{\"id\":\"" + std::string(513, 'a') + "\"}").dead.size(), 1u);
}

TEST(Key, HasASpaceOfItsOwn) {
  const auto program =
      Good(Mapping("key_space: shared\nchannel: telegram\nevents: [{name: e, key: id}]\n"));
  const Heard heard = MapBody(*program, R"({"id":1})");
  EXPECT_EQ(heard.events.at(0).key_space, "shared");
  EXPECT_EQ(heard.events.at(0).channel, "telegram");
  EXPECT_EQ(heard.events.at(0).context, R"({"provider":"crm"})");
}

TEST(User, IsThePhoneElseTheScopedId) {
  const auto program = Good(Mapping("events: [{name: e, key: =k, user: jid | alt}]\n"));
  const auto user = [&](std::string_view body) {
    const Heard heard = MapBody(*program, body);
    return heard.events.empty() ? heard.dead.at(0).reason
                                : heard.events[0].user_id + heard.events[0].properties;
  };
  EXPECT_EQ(user(R"({"jid":"254712345678@c.us"})"), R"(+254712345678{"waId":"254712345678"})");
  EXPECT_EQ(user(R"({"jid":"9@lid","alt":"+254712345678"})"),
            R"(+254712345678{"waId":"254712345678"})");
  EXPECT_EQ(user(R"({"jid":"whatsapp:US.123"})"), R"(bsuid:US.123{"bsuid":"US.123"})");
  EXPECT_EQ(user(R"({"alt":"5678"})"), R"(+5678{"waId":"5678","phoneValid":false})");
  EXPECT_EQ(user(R"({"jid":"9@lid"})"), "no_user");
}

TEST(User, MayBeUnknownOrOfAnotherKind) {
  const auto optional =
      Good(Mapping("events: [{name: e, key: =k, user: to, user_optional: true}]\n"));
  EXPECT_EQ(MapBody(*optional, "{}").events.at(0).user_id, "");
  const auto account = Good(Mapping("events: [{name: e, key: =k, user: \"prefix(id, 'tg:')\"}]\n"));
  EXPECT_EQ(MapBody(*account, R"({"id":254712345678})").events.at(0).user_id, "tg:254712345678");
}

TEST(Time, IsTheProvidersWhereItCanBe) {
  const auto program = Good(Mapping("time: time_s(t)\nevents: [{name: e, key: =k}]\n"));
  EXPECT_EQ(MapBody(*program, R"({"t":1749416383})").events.at(0).occurred_at,
            1749416383 * kSecond);
  const auto doubted = MapBody(*program, R"({"t":"9999999999"})").events.at(0);
  EXPECT_EQ(doubted.occurred_at, kHeardAt);
  EXPECT_EQ(doubted.context, R"({"provider":"crm","clientTimestamp":"9999999999"})");
  EXPECT_EQ(MapBody(*program, "{}").events.at(0).context, R"({"provider":"crm"})");
}

TEST(Properties, AreInheritedAndOverridden) {
  const auto program = Good(Mapping(
      "properties: {a: =1, b: =2}\nevents: [{name: e, key: =k, properties: {b: =3, c: =4}}]\n"));
  EXPECT_EQ(MapBody(*program, "{}").events.at(0).properties, R"({"a":1,"b":3,"c":4})");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
