// Each fixture's body, read by the preset of its folder's name, becomes exactly what stands in it.
#include "griot/uuid.hpp"
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/presets.h"
#include "tests/plugins/whatsapp_crm/mapping/fixtures.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// "waha/text" for each.
std::vector<std::string> Cases() {
  std::vector<std::string> names;
  for (const Preset& preset : Presets()) {
    const std::string name(preset.name);
    for (const std::string& file : NamesIn(GRIOT_FIXTURES "/" + name)) {
      names.push_back(name + "/" + file);
    }
  }
  return names;
}

class PresetCase : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::string name = GetParam().substr(0, GetParam().find('/'));
    std::vector<std::string> problems;
    program_ = Compile(name, PresetText(name), &problems);
    ASSERT_THAT(problems, ::testing::IsEmpty());
    text_ = FileText(GRIOT_FIXTURES "/" + GetParam() + ".json");
    ASSERT_TRUE(document_.Parse(text_).ok());
  }
  std::string Text(json::Value value) {
    return std::string(value.string(scratch_).value_or("(no text)"));
  }
  static std::string WithArrival(std::string properties) {
    char text[kIsoMillisSize];
    FormatIsoMillis(kHeardAt, text);
    for (const std::string_view name : {"\"deliveredAt\":\"", "\"readAt\":\""}) {
      const size_t at = properties.find(std::string(name) + "received\"");
      if (at != properties.npos) properties.replace(at + name.size(), 8, text, sizeof text);
    }
    return properties;
  }
  // What comes of the body after those that stand before it.
  Heard Map(int times = 1) {
    LruMemory memory(1 << 20);
    const json::Value before = root().Find("before");
    Evaluator evaluator(*program_, before.exists() ? &memory : nullptr);
    for (const json::Value body : before.elements()) {
      Heard earlier;
      evaluator.Map(BodyOf(body), nullptr, kHeardAt, earlier);
    }
    Heard heard;
    for (; times > 0; --times) {
      heard = Heard();
      evaluator.Map(BodyOf(root().Find("body")), nullptr, kHeardAt, heard);
    }
    return heard;
  }
  json::Value root() const { return document_.root(); }

  std::unique_ptr<const Program> program_;
  std::string text_;
  json::Document document_;
  json::Scratch scratch_;
};

TEST_P(PresetCase, GivesItsEvents) {
  const Heard heard = Map();
  EXPECT_EQ(heard.events.size(), root().Find("events").size());
  for (size_t i = 0; i < heard.events.size(); ++i) {
    SCOPED_TRACE("event " + std::to_string(i));
    const auto& event = heard.events[i];
    const json::Value expected = root().Find("events").At(i);
    EXPECT_EQ(event.name, Text(expected.Find("name")));
    EXPECT_EQ(event.channel, "whatsapp");
    EXPECT_EQ(event.user_id, Text(expected.Find("user_id")));
    EXPECT_EQ(event.key_space, Text(expected.Find("key_space")));
    EXPECT_EQ(event.key, Text(expected.Find("key")));
    const std::string at = Text(expected.Find("occurred_at"));
    EXPECT_EQ(IsoString(event.occurred_at), at == "received" ? IsoString(kHeardAt) : at);
    EXPECT_EQ(Canonical(event.properties), WithArrival(Canonical(expected.Find("properties"))));
    EXPECT_EQ(Canonical(event.context), Canonical(expected.Find("context")));
  }
  ASSERT_EQ(heard.dead.size(), root().Find("dead").size());
  for (size_t i = 0; i < heard.dead.size(); ++i) {
    EXPECT_EQ(heard.dead[i].reason, Text(root().Find("dead").At(i)));
  }
  // "other": a name that only the provider knows.
  std::map<std::string, uint64_t> expected, counted;
  for (const auto [kind, count] : root().Find("unknown").members()) {
    expected[Text(kind)] = count.uint64().value_or(0);
  }
  for (const std::string& kind : heard.unknown) {
    ++counted[expected.contains(kind) || !expected.contains("other") ? kind : "other"];
  }
  EXPECT_EQ(counted, expected);
  EXPECT_GT(heard.events.size() + heard.dead.size() + heard.unknown.size(), 0u);
}

// However often it comes, and whatever is remembered of its first delivery.
TEST_P(PresetCase, GivesTheSameEachTime) {
  const Heard first = Map(), again = Map(3);
  ASSERT_EQ(again.events.size(), first.events.size());
  for (size_t i = 0; i < first.events.size(); ++i) {
    EXPECT_EQ(again.events[i].key_space, first.events[i].key_space);
    EXPECT_EQ(again.events[i].key, first.events[i].key);
    EXPECT_EQ(again.events[i].user_id, first.events[i].user_id);
    EXPECT_EQ(again.events[i].properties, first.events[i].properties);
    for (size_t j = 0; j < i; ++j) {
      EXPECT_NE(first.events[i].key_space + first.events[i].key,
                first.events[j].key_space + first.events[j].key);
    }
  }
}

// Evolution puts the key of its own API into every body.
TEST(Evolution, ItsKeyStandsInNothingThatIsKept) {
  const auto program = Good(PresetText("evolution"));
  for (const std::string& name : NamesIn(GRIOT_FIXTURES "/evolution")) {
    json::Document document;
    const std::string text = FileText(GRIOT_FIXTURES "/evolution/" + name + ".json");
    ASSERT_TRUE(document.Parse(text).ok());
    const std::string body = BodyOf(document.root().Find("body"));
    const std::string key = "B6D711FCDE4D4FD5936544120E713976";
    ASSERT_NE(body.find(key), body.npos) << name;
    for (const std::string& sent : {body, body.substr(0, body.size() - 1)}) {
      const Heard heard = MapBody(*program, sent);
      for (const auto& event : heard.events) {
        EXPECT_EQ((event.raw + event.properties + event.context).find(key), std::string::npos);
      }
      for (const auto& dead : heard.dead) EXPECT_EQ(dead.raw.find(key), std::string::npos) << name;
    }
  }
}

// The example that people copy, and what it promises.
TEST(Docs, ExampleWorks) {
  const std::string page = FileText(GRIOT_DOCS "/mapping.md");
  const size_t begin = page.find("```yaml\n") + 8;
  const std::string example = page.substr(begin, page.find("```\n", begin) - begin);
  EXPECT_LE(std::count(example.begin(), example.end(), '\n'), 30);
  const auto program = Good(example);
  ASSERT_NE(program, nullptr);
  EXPECT_EQ(program->ack.body, "ok");
  const Heard contact = MapBody(*program, R"({"event":"contact_created","account":{"id":1},)"
                                          R"("contact":{"id":2,"phone":"+254712345678"}})");
  ASSERT_EQ(contact.events.size(), 1u);
  EXPECT_EQ(contact.events[0].key, "contact:1:2");
  EXPECT_EQ(contact.events[0].properties, R"({"source":"duka","waId":"254712345678"})");
  const Heard message =
      MapBody(*program, R"({"number":"254700000001","messages":[{"id":"m","type":"audio",)"
                        R"("from":"254712345678","timestamp":1749416383,"media":{"url":"u"}}]})");
  ASSERT_EQ(message.events.size(), 1u);
  EXPECT_EQ(message.events[0].properties,
            R"({"messageId":"m","businessNumber":"+254700000001","direction":"inbound",)"
            R"("contentType":"voice","hasMedia":true,"waId":"254712345678"})");
  EXPECT_THAT(MapBody(*program, R"({"event":"typing"})").unknown, ::testing::ElementsAre("typing"));
}

INSTANTIATE_TEST_SUITE_P(Providers, PresetCase, ::testing::ValuesIn(Cases()), [](const auto& the) {
  std::string name = the.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
});

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
