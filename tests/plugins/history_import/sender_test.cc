// What a sender makes of a door's answers.
#include "plugins/history_import/client/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "tests/plugins/history_import/scripted_server.h"

namespace griot::history_import {
namespace {

using ::testing::HasSubstr;

std::string Taken(const std::string& more = R"("rejected":[],"mended":[])") {
  return ScriptedServer::Answer(
      200, R"({"status":"success","project":"shop","source":"collect/import","accepted":1,)" +
               more + "}");
}

class SenderTest : public ::testing::Test {
 protected:
  // Sends the lines as one batch to a server of this script, until all are settled or it fails.
  void Send(const std::vector<std::string>& lines, ScriptedServer::Script script) {
    server_ = std::make_unique<ScriptedServer>(std::move(script));
    const HttpAddress address{false, "127.0.0.1", std::to_string(server_->port()), "/v1/import"};
    Sender sender(address, "ik_test", journal_, board_);
    for (const std::string& line : lines) {
      Row row;
      row.table = "lines";
      row.line = line;
      ASSERT_TRUE(sender.Offer(row, journal_.Begin(row)));
    }
    journal_.Close("{}");
    sender.Flush();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (journal_.open_rows() > 0 && !board_.failed()) {
      ASSERT_LT(std::chrono::steady_clock::now(), until);
      board_.Wait(std::chrono::milliseconds(10));
    }
  }

  Journal journal_;
  SenderBoard board_;
  std::unique_ptr<ScriptedServer> server_;
};

TEST_F(SenderTest, PostsWhatItIsGivenInOrder) {
  Send({"1", "2", "3"}, [](size_t, const std::string&) { return Taken(); });
  EXPECT_EQ(server_->bodies(), std::vector<std::string>{"1\n2\n3\n"});
  EXPECT_THAT(server_->head(), HasSubstr("POST /v1/import HTTP/1.1"));
  EXPECT_THAT(server_->head(), HasSubstr("X-Write-Key: ik_test"));
  EXPECT_EQ(journal_.Collect().tally.taken, 3u);
  std::string project, source;
  EXPECT_TRUE(board_.Knows(&project, &source));
  EXPECT_EQ(project + " " + source, "shop collect/import");
}

TEST_F(SenderTest, RefusedAndMendedLinesAreTold) {
  Send({"a", "b", "c"}, [](size_t, const std::string&) {
    return Taken(R"("rejected":[{"index":1,"field":"event","error":"is \"bad\""},{"index":9}],)"
                 R"("mended":[2,99])");
  });
  const auto settled = journal_.Collect();
  EXPECT_EQ(settled.tally.taken, 2u);
  EXPECT_EQ(settled.tally.mended_rows, 1u);
  ASSERT_EQ(settled.refused.size(), 1u);
  EXPECT_EQ(settled.refused[0].line, "b");
  EXPECT_EQ(settled.refused[0].refused, "event: is \"bad\"");
}

TEST_F(SenderTest, WhatIsNotTakenNowIsSentAgain) {
  Send({"a"}, [](size_t number, const std::string&) {
    if (number == 0) return ScriptedServer::Answer(503, "{}", "Retry-After: 0\r\n");
    if (number == 1) return ScriptedServer::Answer(429, "");
    if (number == 2) return std::string();  // no answer at all
    return Taken();
  });
  // A kept connection that ended is opened anew at once.
  EXPECT_GE(server_->bodies().size(), 4u);
  EXPECT_EQ(journal_.Collect().tally.taken, 1u);
}

TEST_F(SenderTest, AKeyThatMustWaitIsNotUsedSooner) {
  std::vector<std::chrono::steady_clock::time_point> at;
  Send({"a"}, [&at](size_t number, const std::string&) {
    at.push_back(std::chrono::steady_clock::now());
    return number == 0 ? ScriptedServer::Answer(429, "{}", "Retry-After: 1\r\n") : Taken();
  });
  ASSERT_EQ(at.size(), 2u);
  EXPECT_GE(at[1] - at[0], std::chrono::seconds(1));
}

TEST_F(SenderTest, ABodyThatIsTooLongIsHalved) {
  Send({"aa", "bb", "cc", "too long", "dd"}, [](size_t, const std::string& body) {
    if (body.size() > 6) return ScriptedServer::Answer(413, "{}");
    return body == "dd\n" ? Taken(R"("rejected":[{"index":0,"field":"","error":"no"}])") : Taken();
  });
  const auto settled = journal_.Collect();
  EXPECT_EQ(settled.tally.taken, 3u);
  ASSERT_EQ(settled.refused.size(), 2u);
  EXPECT_EQ(settled.refused[0].refused, "longer than the door takes");
  EXPECT_EQ(settled.refused[0].line, "too long");
  EXPECT_EQ(settled.refused[1].line, "dd");
}

TEST_F(SenderTest, ADoorThatTakesNoneOfThemIsNoError) {
  Send({"a", "b"}, [](size_t, const std::string&) {
    return ScriptedServer::Answer(
        400, R"({"status":"error","source":"s","project":"p","accepted":0,)"
             R"("rejected":[{"index":0,"error":"x"},{"index":1,"error":"x"}]})");
  });
  EXPECT_FALSE(board_.failed());
  EXPECT_EQ(journal_.Collect().tally.refused.at("x"), 2u);
}

TEST_F(SenderTest, WhatCannotHealEndsIt) {
  Send({"a"}, [](size_t, const std::string&) {
    return ScriptedServer::Answer(401,
                                  R"({"error":{"status":401,"message":"no key of kind import"}})");
  });
  EXPECT_TRUE(board_.failed());
  EXPECT_EQ(board_.why(), "401, no key of kind import");
  EXPECT_EQ(journal_.open_rows(), 1u);
}

TEST_F(SenderTest, WhoeverElseAnswersIsNoDoor) {
  Send({"a"}, [](size_t, const std::string&) { return ScriptedServer::Answer(200, "<html>"); });
  EXPECT_EQ(board_.why(), "what answers there is no import door");
}

}  // namespace
}  // namespace griot::history_import
