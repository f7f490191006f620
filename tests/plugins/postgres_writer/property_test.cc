#include <map>
#include <random>

#include "writer_fixture.h"

namespace griot::postgres {
namespace {

// What the writer must do, written down as simply as can be.
struct Oracle {
  std::map<std::pair<std::string, Uuid>, std::string> rows;  // to the name that was stored first
  std::map<std::string, std::array<int64_t, 4>> ledger;      // source: accepted stored dup dead

  int32_t Offer(const fake::Heard& e, bool bad) {
    auto& counts = ledger[e.source];
    ++counts[0];
    if (rows.contains({e.project, e.id})) {
      ++counts[2];
      return GRIOT_DUPLICATE;
    }
    if (bad) {
      ++counts[3];
      return GRIOT_OUTCOME_DEAD;
    }
    rows[{e.project, e.id}] = e.name;
    ++counts[1];
    return GRIOT_STORED;
  }
};

TEST_F(WriterTest, RandomBatchesEndAsTheOracleSays) {
  std::mt19937_64 random(20251009);
  Oracle oracle;
  for (int round = 0; round < 120; ++round) {
    fake::BatchOf batch;
    std::vector<int32_t> expected;
    const size_t size = random() % 30;
    const bool spoiled = random() % 3 == 0;
    for (size_t i = 0; i < size; ++i) {
      fake::Heard e = Event(random() % 600);
      e.project = random() % 4 == 0 ? "other" : "default";
      e.source = "s" + std::to_string(random() % 3);
      e.name = "n" + std::to_string(random() % 100000);
      e.occurred_at = kNoon - static_cast<griot_time>(random() % 400) * kDay;
      const bool bad = spoiled && random() % 4 == 0;
      if (bad) e.properties = R"({"x":"\u0000"})";
      batch.Add(e);
      expected.push_back(oracle.Offer(e, bad));
    }
    ASSERT_TRUE(Write(batch).ok()) << last_error_;
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(batch.outcome(i).kind, expected[i]) << "round " << round << " event " << i;
    }
  }
  EXPECT_EQ(Number("select count(*) from events"), static_cast<int64_t>(oracle.rows.size()));
  EXPECT_EQ(Number("select count(*) from event_ids"), static_cast<int64_t>(oracle.rows.size()));
  std::string list;
  for (const auto& [key, name] : oracle.rows) {
    list += key.first + UuidString(key.second) + name + "\n";
  }
  EXPECT_EQ(Sql("select string_agg(project || id || name || e'\\n', '' order by project, id) "
                "from events"),
            list);
  std::string ledger;
  for (const auto& [source, n] : oracle.ledger) {
    ledger += source;
    for (const int64_t count : n) ledger += " " + std::to_string(count);
    ledger += "\n";
  }
  EXPECT_EQ(Sql("select string_agg(t, '' order by t) from (select concat_ws(' ', source, "
                "sum(accepted), sum(stored), sum(duplicate), sum(dead)) || e'\\n' as t "
                "from ledger group by source) as x"),
            ledger);
}

}  // namespace
}  // namespace griot::postgres
