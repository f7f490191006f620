// No input breaks the evaluator or the compiler. The seeds are fixed: a failure comes again.
#include <functional>
#include <random>

#include "plugins/whatsapp_crm/mapping/presets.h"
#include "tests/plugins/whatsapp_crm/mapping/crm_mapping.h"

namespace griot::whatsapp_crm::mapping {
namespace {

TEST(Hostile, BodiesBreakNothing) {
  const auto program = Good(kCrmMapping);
  Evaluator evaluator(*program);
  Counter counter;
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string body = kCrmBody;
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      body[random() % body.size()] = "{}[]\",:01\\ue\x80 "[random() % 14];
    }
    evaluator.Map(body, nullptr, kHeardAt, counter);
  }
  EXPECT_GT(counter.events, 0u);
  EXPECT_GT(counter.dead, 0u);
}

std::string Times(size_t count, const std::function<std::string(size_t)>& element) {
  std::string list = "[";
  for (size_t i = 0; i < count; ++i) list.append(i > 0 ? "," : "").append(element(i));
  return list + "]";
}

std::string OfMeta(const std::string& contacts, const std::string& messages) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"w","changes":[{"field":"messages",)"
         R"("value":{"contacts":)" +
         contacts + R"(,"messages":)" + messages + "}}]}]}";
}

// As large as Meta sends them, and nobody in the place where they are looked for first.
TEST(Hostile, AThousandMessagesAmongAThousandContactsAreEvents) {
  const auto program = Good(PresetText("meta"));
  const std::string body = OfMeta(
      Times(1000,
            [](size_t i) {
              return R"({"profile":{"name":"N"},"wa_id":"254700)" + std::to_string(100000 + i) +
                     R"(","user_id":"KE.)" + std::to_string(i) + "\"}";
            }),
      Times(1000, [](size_t i) {
        return R"({"id":"m)" + std::to_string(i) + R"(","from":"254711)" +
               std::to_string(100000 + i) + R"(","from_user_id":"KE.x)" + std::to_string(i) +
               R"(","timestamp":"1749416383","type":"text","text":{"body":"hi"}})";
      }));
  Counter counter;
  Evaluator(*program).Map(body, nullptr, kHeardAt, counter);
  EXPECT_EQ(counter.events, 1000u);
  EXPECT_EQ(counter.dead, 0u);
}

// Of a body whose elements each ask all of it nothing is lost, and the time is bounded: without the
// bound this would take minutes.
TEST(Hostile, WhatTakesAllTheTimeIsSetAside) {
  const auto program = Good(PresetText("meta"));
  const std::string message = R"({"id":"1","from":"254712345678","type":"text"})";
  const auto same = [](const std::string& text) { return [text](size_t) { return text; }; };
  const std::string name(1 << 20, 'n');
  std::string escapes;
  for (int i = 0; i < 200'000; ++i) escapes += "\\u0041";
  for (const std::string& contacts :
       {Times(300'000, same("{}")), "[{\"wa_id\":\"" + escapes + "\"}]"}) {
    Counter counter;
    Evaluator(*program).Map(OfMeta(contacts, Times(30'000, same(message))), nullptr, kHeardAt,
                            counter);
    EXPECT_EQ(counter.events + counter.dead, 30'000u);
    EXPECT_GT(counter.events, 0u);
    EXPECT_GT(counter.dead, 29'000u);
  }
  // A long text alone costs nothing.
  Counter counter;
  Evaluator(*program).Map(OfMeta(R"([{"wa_id":"254712345678","profile":{"name":")" + name + "\"}}]",
                                 Times(1000, same(message))),
                          nullptr, kHeardAt, counter);
  EXPECT_EQ(counter.events, 1000u);
}

TEST(Hostile, MappingsBreakNothing) {
  std::mt19937 random(7);
  for (int i = 0; i < 3'000; ++i) {
    std::string text = kCrmMapping;
    for (int edits = 1 + static_cast<int>(random() % 3); edits > 0; --edits) {
      text[random() % text.size()] = "{}[]\",:'|=^$.( \n-&*!"[random() % 20];
    }
    std::vector<std::string> problems;
    const auto program = Compile("crm.yaml", text, &problems);
    ASSERT_EQ(program == nullptr, !problems.empty());
    if (program == nullptr) continue;
    Counter counter;
    Evaluator(*program).Map(kCrmBody, nullptr, kHeardAt, counter);
  }
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
