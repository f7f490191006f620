// What is remembered from one webhook to the next, and what a webhook that comes again sees of it.
#include "plugins/whatsapp_crm/mapping/recall.h"

#include <thread>

#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

TEST(LruMemory, KeepsTheLatest) {
  LruMemory memory(3 * (160 + 2));
  std::string value;
  EXPECT_FALSE(memory.Get("a", &value));
  memory.Put("a", "1");
  memory.Put("b", "2");
  memory.Put("c", "3");
  EXPECT_TRUE(memory.Get("a", &value));
  memory.Put("d", "4");  // b was asked for longest ago
  EXPECT_FALSE(memory.Get("b", &value));
  EXPECT_TRUE(memory.Get("a", &value));
  EXPECT_EQ(value, "1");
  memory.Put("a", "9");
  EXPECT_TRUE(memory.Get("a", &value));
  EXPECT_EQ(value, "9");
  memory.Put("big", std::string(10'000, 'x'));
  EXPECT_FALSE(memory.Get("big", &value));
  EXPECT_FALSE(memory.Get("a", &value));
}

TEST(LruMemory, IsForAnyThread) {
  LruMemory memory(4096);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&memory, t] {
      std::string value;
      for (int i = 0; i < 2000; ++i) {
        memory.Put(std::to_string(i % 50), std::to_string(t));
        if (!memory.Get(std::to_string(i % 37), &value)) continue;
        EXPECT_EQ(value.size(), 1u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Recall, ShowsAnElementWhatItSawTheFirstTime) {
  LruMemory memory(1 << 16);
  Recall recall(&memory);
  EXPECT_EQ(recall.Before("agent", "first"), "");
  recall.Put("agent", "ann", "first");
  EXPECT_EQ(recall.Before("agent", "first"), "");
  EXPECT_EQ(recall.Before("agent", "second"), "ann");
  recall.Put("agent", "ann", "second");  // nothing new
  EXPECT_EQ(recall.Before("agent", "first"), "");
  recall.Put("agent", "bob", "third");
  recall.Put("agent", "bob", "third");
  EXPECT_EQ(recall.Before("agent", "third"), "ann");
  EXPECT_EQ(recall.Before("agent", "fourth"), "bob");
}

TEST(Recall, TakesNothingThatCouldBeMistaken) {
  LruMemory memory(1 << 16);
  Recall recall(&memory);
  recall.Put("k",
             "a\x1F"
             "b",
             "e");
  recall.Put("k", std::string(513, 'x'), "e");
  recall.Put("", "v", "e");
  EXPECT_EQ(recall.Before("k", "f"), "");
  for (const char* broken : {"", "x", "x\x1F", "\x1F\x1F"}) {
    memory.Put("k", broken);
    EXPECT_EQ(recall.Before("k", "f"), "") << broken;
  }
  Recall none(nullptr);
  none.Put("k", "v", "e");
  EXPECT_EQ(none.Before("k", "e"), "");
}

constexpr char kAgents[] = R"(kind: =same
user_optional: true
events:
  - {name: seen, key: [=seen, who], when: {'new(who, who)': true},
     remember: [{as: who, key: who, value: =yes}]}
  - name: assigned
    key: [who, agent]
    when: {agent: {differs: 'recall(agent, who)'}}
    properties: {before: 'recall(agent, who)'}
  - {name: noted, key: [=n, id], remember: [{as: agent, key: who, value: agent}]}
)";

std::string Names(const Heard& heard) {
  std::string out;
  for (const auto& event : heard.events) out += event.name + " ";
  return out;
}

TEST(Recall, TellsWhatIsNewAndWhatChanged) {
  const auto program = Good(Mapping(kAgents));
  LruMemory memory(1 << 16);
  Evaluator one(*program, &memory), other(*program, &memory);  // of two threads
  const auto map = [](Evaluator& evaluator, std::string_view body) {
    Heard heard;
    evaluator.Map(body, nullptr, kHeardAt, heard);
    return heard;
  };
  const char* first = R"({"id":1,"who":"w","agent":"ann"})";
  const char* second = R"({"id":2,"who":"w","agent":"bob"})";
  EXPECT_EQ(Names(map(one, first)), "seen noted ");
  EXPECT_EQ(Names(map(other, first)), "seen noted ");
  EXPECT_EQ(Names(map(other, second)), "assigned noted ");
  const Heard again = map(one, second);
  EXPECT_EQ(Names(again), "assigned noted ");
  EXPECT_EQ(again.events[0].properties, R"({"before":"ann"})");
  EXPECT_EQ(Names(map(one, R"({"id":3,"who":"w","agent":"bob"})")), "noted ");
  EXPECT_EQ(Names(map(one, R"({"id":4,"who":"v","agent":"bob"})")), "seen noted ");
}

TEST(Recall, OfNothingMakesNoChange) {
  const auto program = Good(Mapping(kAgents));
  EXPECT_EQ(Names(MapBody(*program, R"({"id":1,"who":"w","agent":"ann"})")), "noted ");
}

TEST(Recall, IsSeparateForEachMapping) {
  LruMemory memory(1 << 16);
  const auto one = Good(Mapping(kAgents));
  const auto two = Good("mapping: 1\nname: two\nsignature: none\n" + std::string(kAgents));
  Heard heard;
  Evaluator(*one, &memory).Map(R"({"id":1,"who":"w"})", nullptr, kHeardAt, heard);
  Evaluator(*two, &memory).Map(R"({"id":2,"who":"w"})", nullptr, kHeardAt, heard);
  EXPECT_EQ(Names(heard), "seen noted seen noted ");
}

// A list within the body, and after it something of the body itself.
TEST(Recall, IsOfTheElementAtHand) {
  const auto program = Good(Mapping(R"(events:
  - {name: all, key: =k, when: {'new(all, a)': true}, remember: [{as: all, key: a, value: =y}]}
  - each: m[]
    events:
      - {name: e, key: id, when: {'new(one, id)': true}, remember: [{as: one, key: id, value: =y}]}
)"));
  LruMemory memory(1 << 16);
  Evaluator evaluator(*program, &memory);
  Heard heard;
  evaluator.Map(R"({"a":1,"m":[{"id":1},{"id":2},{"id":1,"again":true}]})", nullptr, kHeardAt,
                heard);
  EXPECT_EQ(Names(heard), "all e e ");
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
