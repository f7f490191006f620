// Which message a link that was followed stood in, in whatever order that becomes known.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "griot/handshake.hpp"
#include "griot/time.hpp"
#include "tests/plugins/conversations/store_fixture.h"

namespace griot::conversations {
namespace {

constexpr griot_time kStart = 1'760'000'000'000'000;
constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";

class ClicksTest : public StoreFixture {
 protected:
  ClicksTest() : StoreFixture(R"({"key_secrets":[")" + std::string(kSecret) + R"("]})") {}

  static fake::Heard Event(const char* name, int second, const std::string& properties) {
    static int n = 0;
    fake::Heard e;
    e.id = UuidV5(kEventNamespace, "click" + std::to_string(++n));
    e.project = "p";
    e.source = "collect/web";
    e.channel = "web";
    e.name = name;
    e.properties = properties;
    e.occurred_at = kStart + second * kSecond;
    return e;
  }
  static fake::Heard Sent(const std::string& message, int second, const std::string& token) {
    fake::Heard e = Event("message.sent", second,
                          R"({"messageId":")" + message + R"(","hs_token":")" + token + R"("})");
    e.user_id = "+254700000001";
    e.channel = "whatsapp";
    return e;
  }
  static fake::Heard Followed(const std::string& token, int second,
                              const char* member = "hs_token") {
    fake::Heard e = Event("handshake_complete", second,
                          std::string(R"({")") + member + R"(":")" + token + R"("})");
    e.anonymous_id = "a";
    return e;
  }
  void Hear(const fake::Heard& event) {
    fake::BatchOf batch;
    batch.Add(event);
    Run(batch);
    ASSERT_EQ(Sql("select count(*) || coalesce(max(detail), '') from dead_letters"), "0");
  }
  // "message second" of each click.
  std::string Clicks() const {
    return Sql(
        "select coalesce(string_agg(message_id || ' ' || extract(epoch from clicked_at)::bigint - "
        "1760000000, ', ' order by message_id), '') from message_facts where clicked_at is not "
        "null");
  }
};

TEST_F(ClicksTest, OfACrmsTokensInAnyOrder) {
  std::array<int, 4> order{0, 1, 2, 3};
  int n = 0;
  do {
    const std::string token = "t" + std::to_string(++n), m = "m" + std::to_string(n);
    const std::array<fake::Heard, 4> events{Sent(m + "a", 10, token), Sent(m + "b", 5, token),
                                            Followed(token, 60), Followed(token, 40, "hsToken")};
    for (const int i : order) Hear(events[static_cast<size_t>(i)]);
    // The earlier message has the token, the first report is the click.
    EXPECT_EQ(Sql("select string_agg(message_id || ' ' || extract(epoch from clicked_at)::bigint - "
                  "1760000000, "
                  "',') from message_facts where clicked_at is not null and message_id like '" +
                  m + "_'"),
              m + "b 40");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(ClicksTest, OfOurTokensWithoutAMessageThatCarriesThem) {
  const DeploymentSecret secret(kSecret);
  const int64_t expires = kStart / kSecond + 100;
  const std::string token =
      SealHandshake(secret, "p", {"+254700000001", "wamid.1", "", "", expires});
  const std::string other =
      SealHandshake(secret, "q", {"+254700000001", "wamid.2", "", "", expires});
  Hear(Followed(token, 90));
  EXPECT_EQ(Clicks(), "wamid.1 90");
  Hear(Followed(token, 101));  // too late
  Hear(Followed(other, 90));   // another project's
  EXPECT_EQ(Clicks(), "wamid.1 90");
  fake::Heard sent = Event("message.sent", 10, R"({"messageId":"wamid.1","templateName":"offer"})");
  sent.user_id = "+254700000001";
  sent.channel = "whatsapp";
  Hear(sent);
  EXPECT_EQ(
      Sql("select template || ' ' || clicked::text || ' ' || read::text from message_outcomes"),
      "offer true true");
}

TEST_F(ClicksTest, NobodyFollowsWithoutABrowserOrAToken) {
  fake::Heard nobody = Followed("t", 1);
  nobody.anonymous_id = "";
  Hear(Sent("m", 0, "t"));
  Hear(nobody);
  Hear(Followed("", 1));
  Hear(Event("page_view", 1, R"({"hs_token":"t"})"));
  EXPECT_EQ(Clicks(), "");
}

}  // namespace
}  // namespace griot::conversations
