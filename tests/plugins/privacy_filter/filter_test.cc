#include "plugins/privacy_filter/filter.h"

#include <gtest/gtest.h>

#include <random>

#include "griot/testing.hpp"
#include "tests/support/seed.h"

namespace griot::privacy {
namespace {

class PrivacyFilterTest : public testing::Test {
 protected:
  // One event after these rules.
  const fake::Heard& After(const std::string& rules, fake::Heard event) {
    filter_ = std::make_unique<PrivacyFilter>(
        host_.Config("collect/privacy", R"({"key":"0123456789abcdef","rules":[)" + rules + "]}"));
    batch_ = std::make_unique<fake::BatchOf>();
    event.project = "p";
    if (event.name.empty()) event.name = "e";
    batch_->Add(std::move(event));
    filter_->Process(batch_->view());
    return batch_->event(0);
  }
  std::string Properties(const std::string& rules, std::string properties) {
    return After(rules, {.properties = std::move(properties)}).properties;
  }
  std::string_view reason() const { return View(batch_->verdict(0).reason); }
  int32_t kind() const { return batch_->verdict(0).kind; }
  std::string Hash(std::string_view text) {
    std::string out;
    KeyedHash("0123456789abcdef", "h_").Append(text, &out);
    return out;
  }

  fake::Host host_;
  std::unique_ptr<PrivacyFilter> filter_;  // whose texts the verdicts are
  std::unique_ptr<fake::BatchOf> batch_;
};

TEST_F(PrivacyFilterTest, EscapesHideNothing) {
  const std::string mask = R"({"action":"mask","patterns":["email","card"]})";
  EXPECT_EQ(Properties(mask, R"({"m":"a\u0040b.de"})"), R"({"m":"***"})");
  EXPECT_EQ(Properties(mask, R"({"m":"411111111111111\u0031"})"), R"({"m":"***"})");
  EXPECT_EQ(Properties(mask, R"({"m":4111111111111111,"n":["x",{"y":"a@b.de"}]})"),
            R"({"m":"***","n":["x",{"y":"***"}]})");
}

TEST_F(PrivacyFilterTest, FieldsByPath) {
  const std::string before =
      R"({"email":"a@b.de","n":1,"t":{"phone":"+254712345678","x":null},"l":[{"note":"a"},{"note":2,"k":3}]})";
  EXPECT_EQ(
      Properties(R"({"action":"remove","fields":["/properties/email","/properties/t/phone"]})",
                 before),
      R"({"n":1,"l":[{"note":"a"},{"note":2,"k":3}],"t":{"x":null}})");
  EXPECT_EQ(
      Properties(R"({"action":"mask","fields":["/properties/l/*/note"]})", before),
      R"({"email":"a@b.de","n":1,"t":{"phone":"+254712345678","x":null},"l":[{"note":"***"},{"note":"***","k":3}]})");
  EXPECT_EQ(
      Properties(R"({"action":"mask","fields":["/properties/l/1"]})", before),
      R"({"email":"a@b.de","n":1,"t":{"phone":"+254712345678","x":null},"l":[{"note":"a"},{"note":"***","k":"***"}]})");
  EXPECT_EQ(Properties(R"({"action":"hash","fields":["/properties/n"]})", R"({"n":1})"),
            R"({"n":")" + Hash("1") + R"("})");
  EXPECT_EQ(Properties(R"({"action":"remove","fields":["/properties/*"]})", before), "{}");
  EXPECT_EQ(
      Properties(R"({"action":"remove","fields":["/properties/none","/context/email"]})", before),
      before);
}

TEST_F(PrivacyFilterTest, TextsByPattern) {
  const std::string rule = R"({"action":"mask","patterns":["email","phone","card"]})";
  EXPECT_EQ(
      Properties(
          rule,
          R"({"a":"to x@y.de or +254712345678","b":["x@y.de",{"c":"x\u0040y.de"}],"d":true})"),
      R"({"d":true,"a":"to *** or ***","b":["***",{"c":"***"}]})");
  EXPECT_EQ(Properties(rule, R"({"card":4111111111111111,"n":12})"), R"({"n":12,"card":"***"})");
  EXPECT_EQ(Properties(rule, R"({"a":"nothing","b":1.5e3})"), R"({"a":"nothing","b":1.5e3})");
  EXPECT_EQ(Properties(R"({"action":"hash","regex":["ID-\\d+"]})", R"({"a":"see ID-7."})"),
            R"({"a":"see )" + Hash("ID-7") + R"(."})");
  EXPECT_EQ(Properties(R"({"action":"remove","patterns":["email"]})", R"({"a":"to x@y.de!"})"),
            R"({"a":"to !"})");
  // Within fields alone.
  EXPECT_EQ(Properties(R"({"action":"mask","fields":["/properties/a"],"patterns":["email"]})",
                       R"({"a":{"b":"x@y.de","c":1},"d":"x@y.de"})"),
            R"({"d":"x@y.de","a":{"b":"***","c":1}})");
  const fake::Heard& e =
      After(rule, {.user_id = "x@y.de", .context = R"({"traits":{"email":"x@y.de"}})"});
  EXPECT_EQ(e.context, R"({"traits":{"email":"***"}})");
  EXPECT_EQ(e.user_id, "x@y.de");  // only where it is named
}

TEST_F(PrivacyFilterTest, Ids) {
  const std::string both = R"({"action":"hash","fields":["/user_id","/anonymous_id"]})";
  const fake::Heard& e = After(both, {.user_id = "+254712345678"});
  EXPECT_EQ(e.user_id, Hash("+254712345678"));
  EXPECT_EQ(e.anonymous_id, "");  // what nobody is stays nobody
  EXPECT_EQ(After(R"({"action":"remove","fields":["/user_id"]})", {.user_id = "u"}).user_id, "");
  const std::string addresses = R"({"action":"hash","fields":["/user_id"],"patterns":["email"]})";
  EXPECT_EQ(After(addresses, {.user_id = "a@b.de"}).user_id, Hash("a@b.de"));
  EXPECT_EQ(After(addresses, {.user_id = "u1"}).user_id, "u1");
}

TEST_F(PrivacyFilterTest, DroppedEventsAreEmptied) {
  const fake::Heard full{.name = "diagnosis.made",
                         .user_id = "u",
                         .anonymous_id = "a",
                         .properties = R"({"x":"secret","x":"twice","":1,"a/b":2})",
                         .context = R"({"y":"secret"})"};
  const fake::Heard& e =
      After(R"({"action":"drop","events":["diagnosis.*"],"reason":"medical"})", full);
  EXPECT_EQ(kind(), GRIOT_FILTERED);
  EXPECT_EQ(reason(), "medical");
  EXPECT_EQ(e.properties + e.context + e.user_id + e.anonymous_id, "{}{}");
  After(R"({"action":"drop","events":["diagnosis"]})", full);
  EXPECT_EQ(kind(), GRIOT_PASS);
  After(R"({"action":"drop","channels":["web"]})", full);
  EXPECT_EQ(kind(), GRIOT_PASS);
  After(R"({"action":"drop","fields":["/properties/x"]})", full);
  EXPECT_EQ(kind(), GRIOT_FILTERED);
  EXPECT_EQ(reason(), "privacy");
  After(R"({"action":"drop","fields":["/properties/z"]})", full);
  EXPECT_EQ(kind(), GRIOT_PASS);
  After(R"({"action":"drop","regex":["secr"]})", full);
  EXPECT_EQ(kind(), GRIOT_FILTERED);
  After(R"({"action":"drop","fields":["/user_id"],"patterns":["email"]})", full);
  EXPECT_EQ(kind(), GRIOT_PASS);
  EXPECT_EQ(batch_->event(0).user_id, "u");
}

TEST_F(PrivacyFilterTest, RulesInTheirOrder) {
  EXPECT_EQ(
      Properties(
          R"({"action":"remove","fields":["/properties/a"]},{"action":"drop","fields":["/properties/a"]})",
          R"({"a":1})"),
      "{}");
  EXPECT_EQ(kind(), GRIOT_PASS);
  // A hash is nothing that a later rule takes for a number.
  EXPECT_EQ(
      Properties(
          R"({"action":"hash","patterns":["email"]},{"action":"mask","patterns":["phone","card"]})",
          R"({"a":"x@y.de"})"),
      R"({"a":")" + Hash("x@y.de") + R"("})");
}

TEST_F(PrivacyFilterTest, NamesThatStandTwice) {
  const std::string rule = R"({"action":"mask","patterns":["email"]})";
  EXPECT_EQ(Properties(rule, R"({"a":"x@y.de","a":"last"})"), R"({"a":"last"})");
  EXPECT_EQ(Properties(rule, R"({"\u0061":"x@y.de","a":"x@y.de"})"), R"({"a":"***"})");
  EXPECT_EQ(Properties(rule, R"({"o":{"a":"x@y.de","a":"last"}})"),
            R"({"o":{"a":"***","a":"last"}})");
  EXPECT_EQ(
      Properties(R"({"action":"remove","fields":["/properties/a"]})", R"({"a":1,"\u0061":2})"),
      "{}");
}

// Whatever the shape, and however it is written: what is looked for is gone, and nothing else is.
TEST_F(PrivacyFilterTest, NothingIsLeftInAnyShape) {
  std::mt19937 random(test::Seed());
  const std::string secrets[] = {"amina@shop.example", "amina\\u0040shop.example",
                                 "see amina@shop.example, \\\"q\\\""};
  const std::function<std::string(int)> value = [&](int depth) -> std::string {
    const auto kind = random() % (depth > 5 ? 4 : 6);
    if (kind == 0) return "\"" + secrets[random() % 3] + "\"";
    if (kind == 1) return "\"plain\"";
    if (kind == 2) return "17";
    if (kind == 3) return "null";
    std::string out(1, kind == 4 ? '[' : '{');
    for (auto n = random() % 4; n > 0; --n) {
      if (out.size() > 1) out += ',';
      if (kind == 5) out += "\"" + std::string(1, static_cast<char>('a' + random() % 3)) + "\":";
      out += value(depth + 1);
    }
    return out + (kind == 4 ? ']' : '}');
  };
  PrivacyFilter filter(
      host_.Config("p/f", R"({"rules":[{"action":"mask","patterns":["email"]}]})"));
  for (int i = 0; i < 2000; ++i) {
    std::string text = "{";
    for (char name = 'a'; name < 'e'; ++name) {
      if (text.size() > 1) text += ',';
      text += std::string("\"") + (random() % 4 == 0 ? 'a' : name) + "\":" + value(0);
    }
    text += "}";
    fake::BatchOf batch;
    batch.Add({.project = "p", .name = "e", .properties = text});
    filter.Process(batch.view());
    const std::string& after = batch.event(0).properties;
    json::Document document;
    ASSERT_TRUE(document.Parse(after).ok()) << after;
    EXPECT_EQ(after.find("shop.example"), std::string::npos) << text << "\n" << after;
    fake::BatchOf again;
    again.Add({.project = "p", .name = "e", .properties = after});
    filter.Process(again.view());
    EXPECT_EQ(again.event(0).properties, after);
  }
}

}  // namespace
}  // namespace griot::privacy
