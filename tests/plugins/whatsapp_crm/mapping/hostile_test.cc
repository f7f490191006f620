// No input breaks the evaluator or the compiler. The seeds are fixed: a failure comes again.
#include <random>

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
