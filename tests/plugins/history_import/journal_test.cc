#include "plugins/history_import/client/journal.h"

#include <gtest/gtest.h>

namespace griot::history_import {
namespace {

Row Sent() {
  Row row;
  row.table = "events";
  return row;
}

TEST(Journal, OnlyALongestSettledBeginningIsTold) {
  Journal journal;
  const uint64_t first = journal.Begin(Sent());
  journal.Close("{\"at\":1}");
  const uint64_t second = journal.Begin(Sent());
  journal.Close("{\"at\":2}");
  EXPECT_EQ(journal.open_rows(), 2u);
  journal.Settle({{second, "", "", false, false}});
  EXPECT_EQ(journal.Collect().cursor, "");
  journal.Settle({{first, "", "", false, false}});
  const auto settled = journal.Collect();
  EXPECT_EQ(settled.cursor, "{\"at\":2}");
  EXPECT_EQ(settled.tally.rows, 2u);
  EXPECT_EQ(settled.tally.taken, 2u);
  EXPECT_EQ(journal.Collect().cursor, "");
  EXPECT_EQ(journal.open_rows(), 0u);
}

TEST(Journal, ASegmentThatIsNotClosedIsNotTold) {
  Journal journal;
  journal.Settle({{journal.Begin(Sent()), "", "", false, false}});
  EXPECT_EQ(journal.Collect().cursor, "");
  journal.Close("{}");
  EXPECT_EQ(journal.Collect().tally.taken, 1u);
}

TEST(Journal, EachRowIsCountedForWhatItCameTo) {
  Journal journal;
  Row row = Sent();
  row.mended = {"one", "two"};
  const uint64_t segment = journal.Begin(row);
  journal.Begin(Sent());
  row = Sent();
  row.refused = "no name";
  row.line = "x";
  journal.Begin(row);
  row = Sent();
  row.left_out = "draft";
  journal.Begin(row);
  journal.Close("{}");
  journal.Settle({{segment, "", "", true, true}, {segment, "field: bad", "y", true, false}});
  const auto settled = journal.Collect();
  EXPECT_EQ(settled.tally.rows, 4u);
  EXPECT_EQ(settled.tally.taken, 1u);
  EXPECT_EQ(settled.tally.mended_rows, 2u);
  EXPECT_EQ(settled.tally.mended.size(), 3u);
  EXPECT_EQ(settled.tally.refused_rows, 2u);
  EXPECT_EQ(settled.tally.refused.at("field: bad"), 1u);
  EXPECT_EQ(settled.tally.left_out.at("draft"), 1u);
  ASSERT_EQ(settled.refused.size(), 2u);
  EXPECT_EQ(settled.refused[0].line, "x");
  EXPECT_EQ(settled.refused[1].line, "y");
}

}  // namespace
}  // namespace griot::history_import
