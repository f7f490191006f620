// Each fixture's body, read by the preset of its folder's name, becomes exactly what stands in it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "griot/uuid.hpp"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

std::string FileText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream buffer;
  buffer << file.rdbuf();
  return buffer.str();
}

// Members in order of their names, without spaces; numbers as they came.
std::string Canonical(json::Value value) {
  json::Scratch scratch;
  if (value.is_string()) {
    std::string out;
    json::AppendString(out, *value.string(scratch));
    return out;
  }
  if (!value.is_array() && !value.is_object()) return std::string(value.raw());
  std::vector<std::string> items;
  for (const json::Value element : value.elements()) items.push_back(Canonical(element));
  for (const auto [key, member] : value.members()) {
    items.push_back(Canonical(key) + ":" + Canonical(member));
  }
  if (value.is_object()) std::sort(items.begin(), items.end());
  std::string out;
  for (const std::string& item : items) out += item + "\n";
  return out;
}

std::string Canonical(const std::string& text) {
  json::Document document;
  return document.Parse(text).ok() ? Canonical(document.root()) : "no JSON: " + text;
}

// "waha/text" for each.
std::vector<std::string> Cases() {
  std::vector<std::string> names;
  for (const auto& preset : std::filesystem::directory_iterator(GRIOT_PRESETS)) {
    const std::string name = preset.path().stem();
    for (const auto& file : std::filesystem::directory_iterator(GRIOT_FIXTURES "/" + name)) {
      names.push_back(name + "/" + file.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Preset : public ::testing::TestWithParam<std::string> {
 protected:
  std::string Text(json::Value value) {
    return std::string(value.string(scratch_).value_or("(no text)"));
  }
  json::Scratch scratch_;
};

TEST_P(Preset, GivesItsEvents) {
  const std::string name = GetParam().substr(0, GetParam().find('/'));
  std::vector<std::string> problems;
  const auto program = Compile(name, FileText(GRIOT_PRESETS "/" + name + ".yaml"), &problems);
  ASSERT_THAT(problems, ::testing::IsEmpty());
  const std::string text = FileText(GRIOT_FIXTURES "/" + GetParam() + ".json");
  json::Document document;
  ASSERT_TRUE(document.Parse(text).ok());
  const json::Value root = document.root();
  const json::Value body = root.Find("body");
  const Heard heard = MapBody(*program, body.is_string() ? Text(body) : std::string(body.raw()));

  ASSERT_EQ(heard.events.size(), root.Find("events").size());
  for (size_t i = 0; i < heard.events.size(); ++i) {
    SCOPED_TRACE("event " + std::to_string(i));
    const auto& event = heard.events[i];
    const json::Value expected = root.Find("events").At(i);
    EXPECT_EQ(event.name, Text(expected.Find("name")));
    EXPECT_EQ(event.user_id, Text(expected.Find("user_id")));
    EXPECT_EQ(event.key_space, Text(expected.Find("key_space")));
    EXPECT_EQ(event.key, Text(expected.Find("key")));
    EXPECT_EQ(IsoString(event.occurred_at), Text(expected.Find("occurred_at")));
    EXPECT_EQ(Canonical(event.properties), Canonical(expected.Find("properties")));
    EXPECT_EQ(Canonical(event.context), Canonical(expected.Find("context")));
  }
  ASSERT_EQ(heard.dead.size(), root.Find("dead").size());
  for (size_t i = 0; i < heard.dead.size(); ++i) {
    EXPECT_EQ(heard.dead[i].reason, Text(root.Find("dead").At(i)));
  }
  std::string unknown;
  for (const auto [kind, count] : root.Find("unknown").members()) unknown += Text(kind) + " ";
  std::string counted;
  for (const std::string& kind : heard.unknown) counted += kind + " ";
  EXPECT_EQ(counted, unknown);
  EXPECT_GT(heard.events.size() + heard.dead.size() + heard.unknown.size(), 0u);
}

// The example that people copy, and what it promises.
TEST(Docs, ExampleWorks) {
  const std::string page = FileText(GRIOT_DOCS "/mapping.md");
  const size_t begin = page.find("```yaml\n") + 8;
  const auto program = Good(page.substr(begin, page.find("```\n", begin) - begin));
  ASSERT_NE(program, nullptr);
  EXPECT_EQ(program->ack.body, "ok");
  const Heard contact = MapBody(*program, R"({"event":"contact_created","account":{"id":1},)"
                                          R"("contact":{"id":2,"phone":"+254712345678"}})");
  ASSERT_EQ(contact.events.size(), 1u);
  EXPECT_EQ(contact.events[0].key, "1:2");
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

INSTANTIATE_TEST_SUITE_P(Providers, Preset, ::testing::ValuesIn(Cases()), [](const auto& the) {
  std::string name = the.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
});

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
