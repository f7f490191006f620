// The lanes of one process: the first reads all, the others help while much waits.
#include <algorithm>

#include "reader_fixture.h"

namespace griot::test {
namespace {

// A lane helps when more than 30 events wait.
constexpr char kOptions[] = R"("lease":"300ms","batch":10)";

class Lanes : public ReaderTest {
 protected:
  void WriteOfManyUsers(uint64_t from, uint64_t to) {
    for (uint64_t n = from; n < to; ++n) {
      ASSERT_TRUE(producer_.WriteEvents(n, n + 1, "u" + std::to_string(n % 40)).ok());
    }
  }

  Consumer first_{redis_.url(), "a", kOptions, 0};
  Consumer second_{redis_.url(), "a", kOptions, 1};
};

TEST_F(Lanes, TheSecondHelpsWhileMuchWaitsAndNoLonger) {
  second_.Run(400);
  WriteOfManyUsers(0, 30);
  EXPECT_EQ(first_.Consume(30).size(), 30u);
  second_.Run(400);
  EXPECT_EQ(second_.Receive(1, 100).size(), 0u);

  WriteOfManyUsers(30, 330);
  std::vector<GotEvent> of_first, of_second;
  const auto take = [](Consumer& from, std::vector<GotEvent>* to) {
    for (GotEvent& e : from.Receive(1, 20)) to->push_back(std::move(e));
  };
  // The first settles nothing yet, so it keeps the partitions that it has begun.
  for (int i = 0; i < 200 && of_second.empty(); ++i) {
    take(first_, &of_first);
    take(second_, &of_second);
  }
  EXPECT_FALSE(of_second.empty());
  for (int i = 0; i < 300 && of_first.size() + of_second.size() < 300; ++i) {
    first_.SettleAll();
    second_.SettleAll();
    take(first_, &of_first);
    take(second_, &of_second);
  }
  std::vector<uint64_t> all = Numbers(of_first);
  for (const uint64_t n : Numbers(of_second)) all.push_back(n);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, UpTo(330, 30));
  first_.SettleAll();
  second_.SettleAll();

  // Nothing waits any more: the first has all partitions again.
  for (int i = 0; i < 20; ++i) {
    first_.Run(50);
    second_.Run(50);
  }
  WriteOfManyUsers(330, 360);
  EXPECT_EQ(first_.Consume(30).size(), 30u);
  EXPECT_EQ(second_.Receive(1, 100).size(), 0u);
}

}  // namespace
}  // namespace griot::test
