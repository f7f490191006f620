#include "plugins/user_agent_enricher/atom_search.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/seed.h"

namespace griot::user_agents {
namespace {

TEST(AtomSearchTest, WordsWithinWords) {
  const AtomSearch search({"he", "she", "hers", "his", "s"});
  std::vector<int> found;
  search.Find("ushers", &found);
  EXPECT_EQ(found, (std::vector<int>{0, 1, 2, 4}));
  search.Find("", &found);
  EXPECT_TRUE(found.empty());
  search.Find("\xff\x00 x", &found);
  EXPECT_TRUE(found.empty());
}

TEST(AtomSearchTest, AsASlowSearchFinds) {
  std::mt19937 random(test::Seed());
  const auto word = [&](size_t most) {
    std::string text;
    for (auto n = random() % most; n > 0; --n) text += static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> atoms;
    for (int i = 0; i < 20; ++i) {
      const std::string atom = "a" + word(5);
      if (std::find(atoms.begin(), atoms.end(), atom) == atoms.end()) atoms.push_back(atom);
    }
    const AtomSearch search(atoms);
    const std::string text = word(40);
    std::vector<int> found, expected;
    search.Find(text, &found);
    for (size_t i = 0; i < atoms.size(); ++i)
      if (text.find(atoms[i]) != std::string::npos) expected.push_back(static_cast<int>(i));
    EXPECT_EQ(found, expected) << text;
  }
}

}  // namespace
}  // namespace griot::user_agents
