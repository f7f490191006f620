// Values that are put together: names, cases, comparisons, and elements that a value points to.
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Let, IsComputedForEachElement) {
  const auto program = Good(Mapping(R"(let: {all: number}
events:
  - each: m[]
    let:
      who: from
      person: $.people[id=($who)]
      name: $person.name | =nobody
    events:
      - {name: e, key: id, properties: {name: $name, all: $all, person: $person}}
)"));
  const Heard heard = MapBody(*program, R"({"number":7,"people":[{"id":1,"name":"A"},{"id":2,
      "name":"B"}],"m":[{"id":"x","from":2},{"id":"y","from":"1"},{"id":"z","from":3},{"id":"w"}]})");
  ASSERT_EQ(heard.events.size(), 4u);
  EXPECT_EQ(json::Get(heard.events[0].properties, "name"), R"("B")");
  EXPECT_EQ(json::Get(heard.events[0].properties, "all"), "7");
  EXPECT_EQ(json::Get(heard.events[1].properties, "name"), R"("A")");
  EXPECT_EQ(json::Get(heard.events[1].properties, "person.id"), "1");
  EXPECT_EQ(json::Get(heard.events[2].properties, "name"), R"("nobody")");
  EXPECT_EQ(json::Get(heard.events[3].properties, "name"), R"("nobody")");
}

TEST(Let, OfBadTextCostsThatTextOnly) {
  // What no column takes makes a whole element dead, so it stands outside of it here.
  const auto program = Good(Mapping(
      "let: {c: contact}\nevents: [{each: 'm[]', events: [{name: e, key: id, properties: {n: "
      "$c.name, p: $c.phone, c: $c}}]}]\n"));
  const Heard heard =
      MapBody(*program, R"({"contact":{"name":"A\u0000","phone":"+254"},"m":[{"id":1}]})");
  ASSERT_EQ(heard.events.size(), 1u);
  EXPECT_EQ(heard.events[0].properties, R"({"p":"+254"})");
}

TEST(Path, LeadsToTheMemberThatAValueNames) {
  const char* body = R"({"type":"image","image":{"id":"i"},"a":{"kind":"type"},"":{"id":"no"}})";
  EXPECT_EQ(Property("\"[(type)].id\"", body), R"("i")");
  EXPECT_EQ(Property("\"$[(type)].id\"", body), R"("i")");
  EXPECT_EQ(Property("\"[([(a.kind)])].id\"", body), R"("i")");
  EXPECT_EQ(Property("\"[(gone)].id\"", body), "none");
}

TEST(Path, FindsTheElementThatSaysTheSame) {
  const char* body =
      R"({"want":"2","none":"","list":[{"id":1,"v":"a"},{"id":2,"v":"b"},{"v":"c"}]})";
  EXPECT_EQ(Property("\"list[id=(want)].v\"", body), R"("b")");
  EXPECT_EQ(Property("\"list[id=(none | want)].v\"", body), R"("b")");
  EXPECT_EQ(Property("\"list[id=(gone)].v\"", body), "none");
}

bool Matches(std::string_view when, std::string_view body) {
  const auto program =
      Good(Mapping("kind: t\nevents: [{name: e, key: =k, when: " + std::string(when) + "}]\n"));
  return !MapBody(*program, body).events.empty();
}

TEST(Filter, ComparesTwoValues) {
  EXPECT_TRUE(Matches("{a: {same: b}}", R"({"a":"1","b":1})"));
  EXPECT_FALSE(Matches("{a: {same: b}}", R"({"a":"1","b":2})"));
  EXPECT_FALSE(Matches("{a: {same: b}}", "{}"));
  EXPECT_FALSE(Matches("{a: {same: b}}", R"({"a":{},"b":{}})"));
  EXPECT_TRUE(Matches("{a: {differs: b}}", R"({"a":1,"b":2})"));
  EXPECT_FALSE(Matches("{a: {differs: b}}", R"({"a":1})"));
  EXPECT_FALSE(Matches("{a: {differs: b}}", R"({"b":1})"));
  EXPECT_TRUE(Matches("{a: {not: {differs: b}}}", R"({"a":1})"));
  EXPECT_TRUE(Matches("{a: {same: 'phone(b)'}}", R"({"a":"+254712345678","b":"254712345678"})"));
}

TEST(Filter, KnowsTypes) {
  EXPECT_TRUE(Matches("{a: {is: list}}", R"({"a":[]})"));
  EXPECT_FALSE(Matches("{a: {is: list}}", R"({"a":{}})"));
  EXPECT_TRUE(Matches("{a: {is: [object, text]}}", R"({"a":"x"})"));
  EXPECT_TRUE(Matches("{a: {is: number}}", R"({"a":1})"));
  EXPECT_TRUE(Matches("{a: {is: bool}}", R"({"a":false})"));
  EXPECT_FALSE(Matches("{a: {is: text}}", R"({"a":null})"));
  EXPECT_TRUE(Matches("{a: {not: {is: text}}}", "{}"));
  EXPECT_TRUE(Matches("{a: {is: text, not: x}}", R"({"a":"y"})"));
  EXPECT_FALSE(Matches("{a: {is: text, not: x}}", R"({"a":"x"})"));
  EXPECT_FALSE(Matches("{a: {is: text, not: x}}", "{}"));
}

TEST(Calls, PutTogether) {
  EXPECT_EQ(Property("\"concat(a, '>', b)\"", R"({"a":"x","b":2})"), R"("x>2")");
  EXPECT_EQ(Property("\"concat(a, concat(b, '-', b), a)\"", R"({"a":"x","b":2})"), R"("x2-2x")");
  EXPECT_EQ(Property("\"concat(a, '>', b)\"", R"({"a":"x"})"), "none");
  EXPECT_EQ(Property("\"seconds(b, a)\"", R"({"a":"2025-06-08T20:59:43Z","b":1749416443})"), "60");
  EXPECT_EQ(Property("\"seconds(a, b)\"", R"({"a":1749416383,"b":1749416443})"), "none");
  EXPECT_EQ(Property("\"seconds(a, b)\"", R"({"a":1749416383})"), "none");
  EXPECT_EQ(Property("raw(a)", R"({"a":"1"})"), R"("\"1\"")");
  EXPECT_EQ(Property("hash(a)", R"({"a":""})"), "none");
  EXPECT_NE(Property("hash(a)", R"({"a":"x"})"), Property("hash(a)", R"({"a":"y"})"));
  EXPECT_EQ(Property("bsuid(a)", R"({"a":"whatsapp:US.12"})"), R"("US.12")");
  EXPECT_EQ(Property("bsuid(a)", R"({"a":"254712345678"})"), "none");
}

TEST(Calls, ReadJsonInTexts) {
  EXPECT_EQ(Property("json(a)", R"({"a":"{\"b\": [1]}"})"), R"({"b": [1]})");
  for (const char* text :
       {"no", "{", "{\\\"a\\\":1e999999}", "{\\\"a\\\":\\\"\\\\u0000\\\"}", "null"}) {
    EXPECT_EQ(Property("json(a)", "{\"a\":\"" + std::string(text) + "\"}"), "none") << text;
  }
  EXPECT_EQ(Property("json(a)", "{\"a\":\"" + std::string(40, '[') + std::string(40, ']') + "\"}"),
            "none");
  EXPECT_EQ(Property("json(a)", "{\"a\":\"[" + std::string(20'000, ' ') + "]\"}"), "none");
  const auto program =
      Good(Mapping("let: {d: json(a), f: json(b)}\nevents: [{name: e, key: =k, properties: {x: "
                   "$d.x, y: $f.x}}]\n"));
  EXPECT_EQ(MapBody(*program, R"({"a":"{\"x\":1}","b":"{\"x\":2}"})").events.at(0).properties,
            R"({"x":1,"y":2})");
}

TEST(Calls, TellWhenItHappened) {
  const auto program = Good(
      Mapping("time: time_s(t)\nevents: [{name: e, key: =k, properties: {at: occurred()}}]\n"));
  EXPECT_EQ(MapBody(*program, R"({"t":1749416383})").events.at(0).properties,
            R"({"at":"2025-06-08T20:59:43.000Z"})");
  EXPECT_EQ(MapBody(*program, R"({"t":"late"})").events.at(0).properties,
            R"({"at":"2027-01-15T08:00:00.000Z"})");
}

TEST(User, IsANumberBeforeAnId) {
  const auto program = Good(
      Mapping("events: [{name: e, key: =k, user: phone(a) | phone(b) | bsuid(a) | bsuid(b)}]\n"));
  const auto made = MapBody(*program, R"({"a":"US.12","b":"254712345678"})").events.at(0);
  EXPECT_EQ(made.user_id, "+254712345678");
  EXPECT_EQ(made.properties, R"({"waId":"254712345678"})");
  EXPECT_EQ(MapBody(*program, R"({"a":"US.12"})").events.at(0).user_id, "bsuid:US.12");
}

TEST(Case, TakesTheElementWhereItHolds) {
  const auto program = Good(Mapping(R"(kind: t
properties: {root: =1, both: =outer}
events:
  - when: {t: [a, b]}
    kind: =inner
    ignore: [{as: skipped, when: {skip: true}}]
    dead: [{as: broken, when: {broken: true}}]
    properties: {both: =inner}
    events:
      - {name: a, key: id, when: {t: a}}
      - when: {t: b, u: c}
        events: [{name: b, key: id}]
  - {name: c, key: id, when: {t: [c, a], twice: true}}
)"));
  EXPECT_EQ(MapBody(*program, R"({"t":"a","id":1})").events.at(0).properties,
            R"({"root":1,"both":"inner"})");
  EXPECT_EQ(MapBody(*program, R"({"t":"b","u":"c","id":1})").events.at(0).name, "b");
  EXPECT_THAT(MapBody(*program, R"({"t":"b","id":1})").unknown, ElementsAre("inner"));
  EXPECT_THAT(MapBody(*program, R"({"t":"d","id":1})").unknown, ElementsAre("d"));
  EXPECT_THAT(MapBody(*program, R"({"t":"a","skip":true})").unknown, ElementsAre("skipped"));
  EXPECT_EQ(MapBody(*program, R"({"t":"a","broken":true})").dead.at(0).reason, "broken");
  EXPECT_EQ(MapBody(*program, R"({"t":"a","id":1,"twice":true})").events.size(), 2u);
}

TEST(Each, MayHaveSeveralListsThatAreToldApart) {
  const auto program = Good(Mapping(
      "events: [{each: ['a.x[]', 'y[]'], kind: =k, events: [{name: e, key: [list(), id]}]}]\n"));
  const Heard heard = MapBody(*program, R"({"a":{"x":[{"id":1}]},"y":[{"id":2},3]})");
  ASSERT_EQ(heard.events.size(), 2u);
  EXPECT_EQ(heard.events[0].key, "x:1");
  EXPECT_EQ(heard.events[1].key, "y:2");
  EXPECT_EQ(heard.dead.at(0).reason, "no_object");
}

TEST(More, IsWrittenWhereItHoldsAndEachNameOnce) {
  const auto program = Good(Mapping(R"(events:
  - name: e
    key: =k
    properties: {a: x, place: {object: {lat: lat, lon: lon}, when: {lat: {exists: true}}}}
    more:
      - {when: {t: one}, properties: {b: y, c: z}}
      - {when: {t: [one, two]}, properties: {b: w}}
)"));
  const auto properties = [&](std::string_view body) {
    return MapBody(*program, body).events.at(0).properties;
  };
  EXPECT_EQ(properties(R"({"t":"one","x":1,"y":2,"z":3,"w":4})"), R"({"a":1,"b":2,"c":3})");
  EXPECT_EQ(properties(R"({"t":"one","w":4})"), R"({"b":4})");
  EXPECT_EQ(properties(R"({"t":"two","y":2,"w":4})"), R"({"b":4})");
  EXPECT_EQ(properties(R"({"lat":1.5,"w":4})"), R"({"place":{"lat":1.5}})");
}

TEST(Count, IsBesideTheEvent) {
  const auto program = Good(
      Mapping("events: [{name: e, key: id, count: [{as: new_type, when: {t: {not: known}}}]}]\n"));
  EXPECT_THAT(MapBody(*program, R"({"id":1,"t":"x"})").unknown, ElementsAre("new_type"));
  EXPECT_EQ(MapBody(*program, R"({"id":1,"t":"x"})").events.size(), 1u);
  EXPECT_THAT(MapBody(*program, R"({"id":1,"t":"known"})").unknown, IsEmpty());
  EXPECT_THAT(MapBody(*program, R"({"t":"x"})").unknown, IsEmpty());
}

TEST(Extends, TakesAllThatIsNotSaidAnew) {
  const auto program = Good("mapping: 1\nname: mine\nextends: meta\nsignature: none\n");
  EXPECT_EQ(program->name, "mine");
  EXPECT_EQ(program->key_space, "wamid");
  EXPECT_TRUE(program->signature.algorithm.empty());
  EXPECT_TRUE(program->meta_handshake);
  EXPECT_THAT(MapBody(*program, R"({"object":"x"})").unknown, ElementsAre("object"));
}

TEST(Numbers, ThatGrowWhenStoredAreLeftOutOfWhatStandsOutside) {
  const auto program = Good(Mapping(
      "events: [{each: 'm[]', events: [{name: e, key: id, properties: {l: $.l, n: $.n}}]}]\n"));
  std::string list;
  for (int i = 0; i < 100; ++i) list += (i > 0 ? ",1e131071" : "1e131071");
  const Heard heard = MapBody(*program, "{\"l\":[" + list + R"(],"n":1e131071,"m":[{"id":1}]})");
  EXPECT_EQ(heard.events.at(0).properties, "{}");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
