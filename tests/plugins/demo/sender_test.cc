// What a sender makes of the doors' answers.
#include "client/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "griot/door/sha256.hpp"
#include "tests/plugins/demo/told.h"
#include "tests/plugins/history_import/scripted_server.h"

namespace griot::demo {
namespace {

using history_import::ScriptedServer;
using ::testing::HasSubstr;

const char* const kTaken = R"({"status":"success","accepted":1,"rejected":[]})";

class SenderTest : public ::testing::Test {
 protected:
  SenderTest()
      : history_({.users = 30, .days = 6, .seed = 2, .end = *ParseIso("2026-03-14T15:09:26Z")}) {}

  // Tells the deliveries to a server of this script, until all are told or it fails.
  void Send(std::vector<Happening> deliveries, ScriptedServer::Script script) {
    server_ = std::make_unique<ScriptedServer>(std::move(script));
    const Doors doors{
        {false, "127.0.0.1", std::to_string(server_->port()), ""}, "wk_test", "a-secret", "100"};
    board_.running = 1;
    const Sender sender(history_, doors, std::move(deliveries), board_);
  }

  const History history_;
  std::unique_ptr<ScriptedServer> server_;
  Board board_;
};

TEST_F(SenderTest, TellsAll) {
  Send(history_.deliveries(),
       [](size_t, const std::string&) { return ScriptedServer::Answer(200, kTaken); });
  EXPECT_EQ(board_.why(), "");
  EXPECT_EQ(board_.taken, history_.deliveries().size());
  EXPECT_EQ(board_.running, 0);
}

TEST_F(SenderTest, NoBodyHoldsAnEventTwice) {
  std::vector<Happening> twice;
  for (const Happening& h : history_.deliveries()) {
    for (int i = 0; i < 3; ++i) twice.push_back(h);
  }
  Send(twice, [](size_t, const std::string&) { return ScriptedServer::Answer(200, kTaken); });
  EXPECT_EQ(board_.taken, twice.size());
  for (const std::string& body : server_->bodies()) {
    std::set<std::string> ids;
    for (size_t at = body.find("\"messageId\":\"demo-"); at != std::string::npos;
         at = body.find("\"messageId\":\"demo-", at + 1)) {
      // Of the event, not of its properties.
      const std::string before = body.substr(at - 1, 1);
      const std::string id = body.substr(at, body.find(',', at) - at);
      if (body.compare(at + id.size(), 9, ",\"event\":") == 0) {
        EXPECT_TRUE(ids.insert(id).second) << id;
      }
    }
  }
}

TEST_F(SenderTest, SignsAsMetaDoes) {
  std::vector<Happening> one;
  for (const Happening& h : history_.deliveries()) {
    if (h.kind == Kind::kReceived && !history_.customers()[h.who].crm) one = {h};
  }
  ASSERT_EQ(one.size(), 1u);
  Send(one, [](size_t, const std::string&) { return ScriptedServer::Answer(200, ""); });
  EXPECT_THAT(server_->head(), HasSubstr("POST /webhooks/whatsapp"));
  EXPECT_THAT(server_->head(),
              HasSubstr("sha256=" + HexOf(HmacSha256("a-secret", server_->bodies()[0]))));
}

TEST_F(SenderTest, SendsAgainWhatCannotBeTakenNow) {
  Send(history_.deliveries(), [](size_t number, const std::string&) {
    if (number == 0) return ScriptedServer::Answer(503, "");
    if (number == 1) return ScriptedServer::Answer(429, "", "Retry-After: 0\r\n");
    if (number == 2) return std::string();  // closed without an answer
    return ScriptedServer::Answer(200, kTaken);
  });
  EXPECT_EQ(board_.why(), "");
  EXPECT_EQ(board_.taken, history_.deliveries().size());
  const auto bodies = server_->bodies();
  ASSERT_GE(bodies.size(), 3u);
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(bodies[1], bodies[2]);
}

TEST_F(SenderTest, EndsWhereADoorRefuses) {
  Send(history_.deliveries(),
       [](size_t, const std::string&) { return ScriptedServer::Answer(401, "no"); });
  EXPECT_THAT(board_.why(), HasSubstr(": 401 no"));
  EXPECT_EQ(board_.taken, 0u);
}

TEST_F(SenderTest, EndsWhereAnEventIsRefused) {
  Send(history_.deliveries(), [](size_t, const std::string& body) {
    if (!body.starts_with("{\"batch\"")) return ScriptedServer::Answer(200, "");
    return ScriptedServer::Answer(
        200, R"({"accepted":1,"rejected":[{"index":0,"field":"channel","error":"is not"}]})");
  });
  EXPECT_EQ(board_.why(), "/v1/capture refused an event: channel is not");
}

}  // namespace
}  // namespace griot::demo
