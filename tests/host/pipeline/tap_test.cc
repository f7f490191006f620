// Taps: what they show at which point, what they may not show, and what they cost.
#include "host/pipeline/tap.h"

#include <gmock/gmock.h>

#include "griot/json.hpp"
#include "tests/host/pipeline/rig.h"

namespace griot::test {
namespace {

using host::Tap;
using host::TapWish;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class TapTest : public ::testing::Test {
 protected:
  void SetUp() override { rig_.Start(); }

  std::shared_ptr<Tap> Open(TapWish wish) {
    auto tap = rig_.runtime().taps().Open(std::move(wish));
    EXPECT_NE(tap, nullptr);
    return tap;
  }
  std::shared_ptr<Tap> At(const std::string& stage, bool before = false) {
    TapWish wish;
    wish.stage = stage;
    wish.before = before;
    wish.after = !before;
    wish.per_second = 1000;
    return Open(std::move(wish));
  }
  static std::deque<std::string> Lines(Tap& tap) {
    Tap::Counts counts;
    return tap.Take(&counts);
  }
  static Tap::Counts CountsOf(Tap& tap) {
    Tap::Counts counts;
    (void)tap.Take(&counts);
    return counts;
  }

  Rig rig_{kStraight};
};

TEST_F(TapTest, ShowsAnEventBeforeAndAfterAStageAndWhatASinkSaid) {
  const auto door = At("main/door"), before = At("main/change", true), after = At("main/change"),
             file = At("main/file");
  EXPECT_EQ(rig_.Post(R"(change_me ann {"secret":"s3","replaced":1})").status, 200);
  EXPECT_THAT(Lines(*door), ElementsAre(AllOf(HasSubstr(R"("verdict":"heard")"),
                                              HasSubstr(R"("stage":"main/door")"))));
  EXPECT_THAT(Lines(*before),
              ElementsAre(AllOf(HasSubstr(R"("secret":"s3")"), HasSubstr(R"("user_id":"ann")"),
                                HasSubstr(R"("point":"before")"))));
  // Its text is rewritten only before the sinks, and shown as changed all the same.
  const auto shown = Lines(*after);
  EXPECT_THAT(shown, ElementsAre(AllOf(HasSubstr(R"("verdict":"pass")"), Not(HasSubstr("s3")),
                                       HasSubstr(R"("replaced":2)"), HasSubstr("changed-user"),
                                       HasSubstr(R"("session_id")"), HasSubstr("took_us"))));
  EXPECT_THAT(Lines(*file),
              ElementsAre(AllOf(HasSubstr(R"("verdict":"stored")"), Not(HasSubstr("s3")))));
  json::Document document;
  EXPECT_TRUE(document.Parse(shown.at(0)).ok());
}

TEST_F(TapTest, ShowsWhatEndedAndWhy) {
  const auto door = At("main/door"), change = At("main/change"), file = At("main/file");
  EXPECT_EQ(rig_.Post("filter_me ann\nkill_me ann\nthrow_me ann\nrefuse ann\ndead early").status,
            200);
  EXPECT_THAT(Lines(*door), SizeIs(5));
  EXPECT_THAT(Lines(*change), ::testing::UnorderedElementsAre(
                                  HasSubstr(R"("verdict":"pass")"),
                                  AllOf(HasSubstr(R"("verdict":"filtered","reason":"unwanted")"),
                                        HasSubstr("by the probe")),
                                  HasSubstr(R"("verdict":"dead","reason":"broken")"),
                                  HasSubstr(R"("verdict":"dead","reason":"stage_failed")")));
  EXPECT_THAT(Lines(*file), ElementsAre(HasSubstr(R"("verdict":"dead","reason":"refused")")));
  EXPECT_EQ(rig_.Post("append_to_me ann").status, 200);
  EXPECT_THAT(Lines(*change),
              ElementsAre(HasSubstr(R"("verdict":"pass")"), HasSubstr(R"("verdict":"appended")")));
}

TEST_F(TapTest, FollowsOneEventThroughAllStages) {
  TapWish wish;
  wish.id = EventId("p", "probe", "plain ann");
  const auto tap = Open(std::move(wish));
  EXPECT_EQ(rig_.Post("plain bob\nplain ann\nplain cid").status, 200);
  EXPECT_THAT(Lines(*tap), ElementsAre(HasSubstr(R"("stage":"main/door")"),
                                       HasSubstr(R"("stage":"main/change")"),
                                       HasSubstr(R"("stage":"main/file")")));
  EXPECT_EQ(CountsOf(*tap).seen, 3u);
}

TEST_F(TapTest, ChoosesByFields) {
  TapWish wish;
  wish.stage = "main/change";
  wish.where = {{&griot_event::name, "wanted"}, {&griot_event::user_id, "ann"}};
  const auto tap = Open(std::move(wish));
  EXPECT_EQ(rig_.Post("wanted ann\nwanted bob\nother ann").status, 200);
  EXPECT_THAT(Lines(*tap), ElementsAre(HasSubstr(R"("name":"wanted","user_id":"ann")")));
  EXPECT_EQ(CountsOf(*tap).seen, 1u);
}

TEST_F(TapTest, ShowsSoManyAndCountsTheRest) {
  TapWish wish;
  wish.stage = "main/change";
  wish.per_second = 20;
  const auto tap = Open(std::move(wish));
  std::string body;
  for (int i = 0; i < 500; ++i) body += "plain user" + std::to_string(i) + "\n";
  EXPECT_EQ(rig_.Post(body).status, 200);
  const Tap::Counts counts = CountsOf(*tap);
  EXPECT_EQ(counts.seen, 500u);
  EXPECT_GT(counts.shown, 0u);
  EXPECT_LT(counts.shown, 100u);  // a second's, and a little
  EXPECT_EQ(counts.lost, 0u);
}

TEST_F(TapTest, WhoTakesNothingLosesLinesAndHoldsUpNobody) {
  TapWish wish;
  wish.stage = "main/change";
  wish.per_second = 1'000'000;
  const auto tap = Open(std::move(wish));
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "plain user" + std::to_string(i) + "\n";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(rig_.Post(body).status, 200);
  Tap::Counts counts;
  EXPECT_THAT(tap->Take(&counts), SizeIs(2000));
  EXPECT_EQ(counts.seen, 4000u);
  EXPECT_EQ(counts.lost, 2000u);
}

TEST_F(TapTest, SaysWhenASinkTakesNothing) {
  const auto tap = At("main/file");
  std::ofstream(rig_.dir() + "/down") << "";
  EXPECT_EQ(rig_.Post("plain ann").status, 503);
  EXPECT_THAT(Lines(*tap), ElementsAre(AllOf(HasSubstr(R"("verdict":"not taken")"),
                                             HasSubstr("the file is down"))));
}

TEST_F(TapTest, IsOverWhenItIsClosed) {
  const auto tap = At("main/change");
  rig_.runtime().taps().Close(tap);
  EXPECT_EQ(rig_.Post("plain ann").status, 200);
  EXPECT_THAT(Lines(*tap), IsEmpty());
  for (size_t i = 0; i < host::TapHub::kMost; ++i) (void)At("main/change");
  EXPECT_EQ(rig_.runtime().taps().Open({}), nullptr);
}

TEST_F(TapTest, LargeMembersAreMeasuredOnly) {
  const auto tap = At("main/change");
  EXPECT_EQ(rig_.Post(R"(plain ann {"x":")" + std::string(40'000, 'y') + R"("})").status, 200);
  EXPECT_THAT(Lines(*tap),
              ElementsAre(AllOf(HasSubstr(R"("properties_bytes":40008)"), Not(HasSubstr("yyy")))));
}

}  // namespace
}  // namespace griot::test
