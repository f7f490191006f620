// What becomes of a line.
#include "griot/event_time.hpp"
#include "tests/plugins/history_import/door.h"

namespace griot::history_import {
namespace {

class Line : public DoorTest {};

TEST_F(Line, BothSpellingsAreOneEvent) {
  const auto camel = Take(
      R"({"messageId":"order-7","event":"signup","channel":"app","userId":"u","anonymousId":"a",)"
      R"("sessionId":"s","timestamp":"2021-02-03T04:05:06Z","receivedAt":"2021-02-03T04:05:07Z",)"
      R"("properties":{"plan":"pro"},"context":{"k":1}})");
  EXPECT_EQ(camel.id, EventId("shop", "client", "order-7"));
  EXPECT_EQ(camel.name, "signup");
  EXPECT_EQ(camel.channel, "app");
  EXPECT_EQ(camel.flags & GRIOT_EVENT_DEVICE, GRIOT_EVENT_DEVICE);
  EXPECT_EQ(camel.user_id, "u");
  EXPECT_EQ(camel.anonymous_id, "a");
  EXPECT_EQ(IsoString(camel.occurred_at), "2021-02-03T04:05:06.000000Z");
  EXPECT_EQ(IsoString(camel.received_at), "2021-02-03T04:05:07.000000Z");
  EXPECT_EQ(camel.properties, R"({"plan":"pro"})");
  EXPECT_EQ(Member(camel.context, "clientSessionId"), R"("s")");
  const auto snake = Take(
      R"({"message_id":"order-7","event_name":"signup","channel":"app","user_id":"u",)"
      R"("anonymous_id":"a","session_id":"s","occurred_at":"2021-02-03T04:05:06Z",)"
      R"("received_at":"2021-02-03T04:05:07Z","properties":{"plan":"pro"},"context":{"k":1}})");
  EXPECT_EQ(snake.id, camel.id);
  EXPECT_EQ(snake.name, camel.name);
  EXPECT_EQ(snake.occurred_at, camel.occurred_at);
  EXPECT_EQ(snake.received_at, camel.received_at);
  EXPECT_EQ(snake.context, camel.context);
}

TEST_F(Line, AUuidStandsAsItIsInAnyCase) {
  const auto event = Take(R"({"id":"7D444840-9DC0-41D1-B245-5FFDCE74FAD2","name":"e"})");
  EXPECT_EQ(UuidString(event.id), "7d444840-9dc0-41d1-b245-5ffdce74fad2");
  EXPECT_EQ(event.channel, "web");
}

TEST_F(Line, TypesNameEvents) {
  const auto page = Take(R"({"messageId":"m","type":"page","name":"Home","traits":{"a":1}})");
  EXPECT_EQ(page.name, "page_view");
  EXPECT_EQ(page.properties, R"({"name":"Home","traits":{"a":1}})");
  EXPECT_EQ(Take(R"({"messageId":"m","type":"track","name":"signup"})").name, "signup");
  EXPECT_EQ(Take(R"({"messageId":"m","event":"app_error"})").name, "error");
}

TEST_F(Line, AWhatsAppUserIsItsNumber) {
  const auto event = Take(
      R"({"messageId":"m","event":"message.received","channel":"whatsapp","userId":5215512345678})");
  EXPECT_EQ(event.user_id, "+525512345678");
}

TEST_F(Line, NobodyIsTakenToo) {
  const auto event = Take(R"({"messageId":"m","event":"cron.ran","userId":null})");
  EXPECT_EQ(event.user_id, "");
  EXPECT_EQ(event.anonymous_id, "");
}

TEST_F(Line, OldTimesAreNotMoved) {
  const auto event = Take(R"({"messageId":"m","event":"e","timestamp":"2000-01-01T00:00:00Z"})");
  EXPECT_EQ(event.occurred_at, kEarliestEvent);
  EXPECT_NEAR(static_cast<double>(event.received_at), static_cast<double>(Now()), 60e6);
  EXPECT_EQ(event.context, "");
}

TEST_F(Line, ATimeThatCannotBeBecomesThatOfArrival) {
  const auto event = Take(R"({"messageId":"m","event":"e","timestamp":"1999-12-31T23:59:59Z",)"
                          R"("receivedAt":"2020-01-01T00:00:00Z"})");
  EXPECT_EQ(IsoString(event.occurred_at), "2020-01-01T00:00:00.000000Z");
  EXPECT_EQ(Member(event.context, "clientTimestamp"), R"("1999-12-31T23:59:59Z")");
  const auto ahead = Take(R"({"messageId":"m","event":"e","timestamp":"2020-01-01T00:05:01Z",)"
                          R"("receivedAt":"2020-01-01T00:00:00Z"})");
  EXPECT_EQ(ahead.occurred_at, ahead.received_at);
}

TEST_F(Line, AnArrivalThatCannotBeIsNow) {
  for (const char* const heard : {"1999-12-31T23:59:59Z", "2999-01-01T00:00:00Z", "infinity"}) {
    const auto event = Take(std::string(R"({"messageId":"m","event":"e","receivedAt":")") + heard +
                            R"(","timestamp":"2020-01-01T00:00:00Z"})");
    EXPECT_NEAR(static_cast<double>(event.received_at), static_cast<double>(Now()), 60e6) << heard;
    EXPECT_EQ(IsoString(event.occurred_at), "2020-01-01T00:00:00.000000Z");
  }
}

TEST_F(Line, WhatCannotBeAnEventIsRefused) {
  EXPECT_EQ(Refuse(R"({"event":"e"})"), "messageId: the event has no id");
  EXPECT_EQ(Refuse(R"({"messageId":"m"})"), "event: the event has no name");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":["e"]})"), "event: must be a string");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":"e","properties":"x"})"),
            "properties: must be an object");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":"e","context":[]})"), "context: must be an object");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":"e","session_id":{}})"),
            "session_id: must be a string");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":"e","properties":{"a":"\u0000"}})"),
            "properties.a: \\u0000 is not allowed");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":")" + std::string(201, 'x') + R"("})"),
            "event: is too long");
  EXPECT_EQ(Refuse("[]"), ": must be a JSON object");
  Open(R"({"max_event":512})");
  EXPECT_EQ(Refuse(R"({"messageId":"m","event":"e","properties":{"a":")" + std::string(600, 'x') +
                   R"("}})"),
            ": the event is too long");
}

}  // namespace
}  // namespace griot::history_import
