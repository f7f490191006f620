// What each expression of a mapping comes to.
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

TEST(Path, LeadsThroughMembersAndElements) {
  const char* body = R"({"a":{"b":[{"c":"x"},{"c":7}]},"x.y":{"z":true},"e":"","n":null})";
  EXPECT_EQ(Property("\"a.b[0].c\"", body), R"("x")");
  EXPECT_EQ(Property("\"a.b[1].c\"", body), "7");
  EXPECT_EQ(Property("\"a.b[2].c\"", body), "none");
  EXPECT_EQ(Property(R"('"x.y".z')", body), "true");
  EXPECT_EQ(Property("a.b", body), R"([{"c":"x"},{"c":7}])");
  EXPECT_EQ(Property("\"$.a.b[0].c\"", body), R"("x")");
  EXPECT_EQ(Property("e", body), "none");
  EXPECT_EQ(Property("n", body), "none");
  EXPECT_EQ(Property("a.b.c.d", body), "none");
}

TEST(Path, FindsInListsOfObjects) {
  const char* body = R"({"changed":[{"label":{"now":1}},{"assignee":{"was":null,"now":3}}],)"
                     R"("custom":[{"name":"city","value":"Kisumu"},{"name":"vip","value":true}]})";
  EXPECT_EQ(Property("\"changed[assignee].assignee.now\"", body), "3");
  EXPECT_EQ(Property("\"changed[assignee].assignee.was\"", body), "none");
  EXPECT_EQ(Property("\"changed[team].team.now\"", body), "none");
  EXPECT_EQ(Property("\"custom[name=vip].value\"", body), "true");
  EXPECT_EQ(Property("\"custom[ name = city ].value\"", body), R"("Kisumu")");
}

TEST(Coalesce, TakesTheFirstThatIsThere) {
  const char* body = R"({"empty":"","null":null,"no":false,"b":"B"})";
  EXPECT_EQ(Property("empty | null | gone | b", body), R"("B")");
  EXPECT_EQ(Property("no | b", body), "false");
  EXPECT_EQ(Property("gone | =none here", body), R"("none here")");
  EXPECT_EQ(Property("[gone, {value: b}]", body), R"("B")");
}

TEST(Constant, IsOfItsKind) {
  EXPECT_EQ(Property("=inbound", "{}"), R"("inbound")");
  EXPECT_EQ(Property("=true", "{}"), "true");
  EXPECT_EQ(Property("=-1.5", "{}"), "-1.5");
  EXPECT_EQ(Property("\"='12'\"", "{}"), R"("12")");
  EXPECT_EQ(Property("\"='a|b, it''s'\"", "{}"), R"("a|b, it's")");
}

TEST(Cast, OfTimes) {
  EXPECT_EQ(Property("time_s(t)", R"({"t":"1749416383"})"), R"("2025-06-08T20:59:43.000Z")");
  EXPECT_EQ(Property("time_s(t)", R"({"t":1749416383.45})"), R"("2025-06-08T20:59:43.450Z")");
  EXPECT_EQ(Property("time_ms(t)", R"({"t":1749416383001})"), R"("2025-06-08T20:59:43.001Z")");
  EXPECT_EQ(Property("time_iso(t)", R"({"t":"2025-06-08T22:59:43+02:00"})"),
            R"("2025-06-08T20:59:43.000Z")");
  EXPECT_EQ(Property("time(t)", R"({"t":"1749416383001"})"), R"("2025-06-08T20:59:43.001Z")");
  EXPECT_EQ(Property("time_s(t) | =late", R"({"t":"1749416383001000"})"), R"("late")");
  EXPECT_EQ(Property("time_s(t)", R"({"t":-5})"), "none");
  EXPECT_EQ(Property("time_iso(t)", R"({"t":1749416383})"), "none");
}

TEST(Cast, OfPhones) {
  const auto phone = [](std::string_view text) {
    return Property("phone(t)", "{\"t\":\"" + std::string(text) + "\"}");
  };
  for (const char* text :
       {"254712345678", "+254712345678", "whatsapp:+254712345678", "254712345678@c.us",
        "254712345678:12@s.whatsapp.net", "+254 712-345.678", "(254) 712 345678"}) {
    EXPECT_EQ(phone(text), R"("+254712345678")") << text;
  }
  EXPECT_EQ(phone("5215512345678@s.whatsapp.net"), R"("+525512345678")");
  for (const char* text : {"111@lid", "120363041967849074@g.us", "status@broadcast", "Ann",
                           "12345678901234567890", "@c.us", "US.1349"}) {
    EXPECT_EQ(phone(text), "none") << text;
  }
  EXPECT_EQ(Property("phone(t)", R"({"t":254712345678})"), R"("+254712345678")");
}

TEST(Cast, OfTextsNumbersAndBools) {
  EXPECT_EQ(Property("lower(t)", R"({"t":"READ ÄX"})"), R"("read Äx")");
  EXPECT_EQ(Property("text(t)", R"({"t":12})"), R"("12")");
  EXPECT_EQ(Property("number(t)", R"({"t":"12.50"})"), "12.50");
  for (const char* text : {"1e9999", "0x1", " 1", "", "1 OR 1"}) {
    EXPECT_EQ(Property("number(t)", "{\"t\":\"" + std::string(text) + "\"}"), "none") << text;
  }
  EXPECT_EQ(Property("bool(t)", R"({"t":"True"})"), "true");
  EXPECT_EQ(Property("bool(t)", R"({"t":0})"), "false");
  EXPECT_EQ(Property("bool(t)", R"({"t":"maybe"})"), "none");
  EXPECT_EQ(Property("exists(t)", R"({"t":null})"), "false");
  EXPECT_EQ(Property("count(t)", R"({"t":[1,2,3]})"), "3");
  EXPECT_EQ(Property("\"before(t, '/')\"", R"({"t":"image/png"})"), R"("image")");
  EXPECT_EQ(Property("\"after(t, '/')\"", R"({"t":"image/png"})"), R"("png")");
  EXPECT_EQ(Property("\"after(t, '/')\"", R"({"t":"image"})"), "none");
  EXPECT_EQ(Property("\"prefix(t, 'tg:')\"", R"({"t":42})"), R"("tg:42")");
}

TEST(Table, LooksUpAndFallsBack) {
  const char* table = "{value: t, table: {a: x, b: true, c: 3, d: '3'}, else: =other}";
  EXPECT_EQ(Property(table, R"({"t":"a"})"), R"("x")");
  EXPECT_EQ(Property(table, R"({"t":"b"})"), "true");
  EXPECT_EQ(Property(table, R"({"t":"c"})"), "3");
  EXPECT_EQ(Property(table, R"({"t":"d"})"), R"("3")");
  EXPECT_EQ(Property(table, R"({"t":"z"})"), R"("other")");
  EXPECT_EQ(Property(table, "{}"), "none");
  EXPECT_EQ(Property("{value: t, table: {true: yes-it-is}}", R"({"t":true})"), R"("yes-it-is")");
  EXPECT_EQ(Property("{value: t, table: {a: x}}", R"({"t":"z"})"), "none");
}

TEST(When, ChoosesAValue) {
  const char* value = "[{when: {n: {exists: true}}, value: =button}, {value: =text}]";
  EXPECT_EQ(Property(value, R"({"n":1})"), R"("button")");
  EXPECT_EQ(Property(value, "{}"), R"("text")");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
