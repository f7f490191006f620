// Each fixture's webhook becomes exactly the events that stand beside it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm {
namespace {

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
  std::string out = value.is_object() ? "{" : "[";
  for (size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ",") + items[i];
  return out + (value.is_object() ? "}" : "]");
}

std::string Canonical(const std::string& text) {
  json::Document document;
  return document.Parse(text).ok() ? Canonical(document.root()) : "no JSON: " + text;
}

std::vector<std::string> FixtureNames() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(GRIOT_FIXTURES "/meta")) {
    names.push_back(file.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Fixture : public HookTest, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    HookTest::SetUp();
    std::ifstream file(GRIOT_FIXTURES "/meta/" + GetParam() + ".json");
    std::stringstream buffer;
    buffer << file.rdbuf();
    text_ = buffer.str();
    ASSERT_TRUE(document_.Parse(text_).ok()) << GetParam();
  }
  std::string Text(json::Value value) {
    return std::string(value.string(scratch_).value_or("(no text)"));
  }
  void ExpectEvent(const fake::Heard& event, json::Value expected) {
    EXPECT_EQ(event.name, Text(expected.Find("name")));
    EXPECT_EQ(event.project, "shop");
    EXPECT_EQ(event.channel, "whatsapp");
    EXPECT_EQ(event.anonymous_id, "");
    EXPECT_EQ(event.flags & GRIOT_EVENT_DEVICE, 0u);
    EXPECT_EQ(event.user_id, Text(expected.Find("user_id")));
    EXPECT_EQ(UuidString(event.id), UuidString(EventId("shop", Text(expected.Find("key_space")),
                                                       Text(expected.Find("key")))));
    const std::string at = Text(expected.Find("occurred_at"));
    EXPECT_EQ(at == "received" ? IsoString(event.received_at) : at, IsoString(event.occurred_at));
    EXPECT_EQ(Canonical(event.properties), Canonical(expected.Find("properties")));
    EXPECT_EQ(Canonical(event.context), Canonical(expected.Find("context")));
  }

  std::string text_;
  json::Document document_;
  json::Scratch scratch_;
};

TEST_P(Fixture, BecomesItsEvents) {
  const json::Value root = document_.root();
  const auto answer = Post(std::string(root.Find("body").raw()));
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto events = Events();  // the fixtures know of nobody heard before
  EXPECT_EQ(events.size(), root.Find("events").size());
  for (size_t i = 0; i < events.size(); ++i) {
    SCOPED_TRACE("event " + std::to_string(i));
    if (root.Find("events").At(i).exists()) ExpectEvent(events[i], root.Find("events").At(i));
  }
  const auto dead = host_.intake.settled();
  EXPECT_EQ(dead.size(), root.Find("dead").size());
  for (size_t i = 0; i < dead.size(); ++i) {
    EXPECT_EQ(dead[i].reason, Text(root.Find("dead").At(i)));
    EXPECT_EQ(dead[i].kind, GRIOT_DEAD);
    EXPECT_NE(dead[i].detail, "");
    EXPECT_NE(text_.find(dead[i].raw), std::string::npos) << "the bytes are kept as they came";
  }
  double unknown = 0;
  for (const auto [field, count] : root.Find("unknown").members()) {
    EXPECT_EQ(host_.Count("whatsapp_unknown", "field", Text(field)), count.number()) << Text(field);
    unknown += count.number().value_or(0);
  }
  const size_t outcomes = events.size() + dead.size() + static_cast<size_t>(unknown);
  EXPECT_GT(outcomes, 0u) << "nothing is passed over in silence";
}

// What comes five times is the same five times: the store keeps the first.
TEST_P(Fixture, HasTheSameIdsEachTime) {
  const std::string body(document_.root().Find("body").raw());
  Post(body);
  const auto first = host_.intake.submissions();
  host_.intake.Clear();
  Post(body);
  const auto second = host_.intake.submissions();
  ASSERT_EQ(first.size(), second.size());
  if (first.empty()) return;
  for (size_t i = 0; i < first[0].events.size(); ++i) {
    EXPECT_EQ(first[0].events[i].id, second[0].events[i].id);
    for (size_t j = 0; j < i; ++j) EXPECT_NE(first[0].events[i].id, first[0].events[j].id);
  }
  for (size_t i = 0; i < first[0].settled.size(); ++i) {
    EXPECT_EQ(first[0].settled[i].event.id, second[0].settled[i].event.id);
  }
}

INSTANTIATE_TEST_SUITE_P(Meta, Fixture, ::testing::ValuesIn(FixtureNames()),
                         [](const auto& the) { return the.param; });

}  // namespace
}  // namespace griot::whatsapp_crm
