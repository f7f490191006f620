// The inputs that stranded the incumbent's batches (facts of its audit): each is stored or
// answered, and never touches the nine events beside it.
#include "tests/plugins/web_sdk/door.h"

namespace griot::web_sdk {
namespace {

class Poison : public DoorTest {
 protected:
  // Ten events, of which the fifth has other members; gives how many were kept.
  size_t KeptWith(const std::string& members, fake::Pairs more = {}) {
    host_.intake.Clear();
    std::string body = R"({"sent_at":"x","batch":[)";
    for (int i = 0; i < 10; ++i) {
      if (i > 0) body += ',';
      body += R"({"event_name":"e","anonymous_id":"a","message_id":"m)" + std::to_string(i) + "\"";
      if (i == 4) body += "," + members;
      body += "}";
    }
    fake::Pairs headers = {{"X-Write-Key", "wk_test"}};
    headers.insert(headers.end(), more.begin(), more.end());
    EXPECT_EQ(Post(body + "]}", headers).status, 200);
    return host_.intake.events().size();
  }
};

TEST_F(Poison, NeverTouchesItsNeighbours) {
  const std::string path(600, 'p');
  EXPECT_EQ(KeptWith(R"("message_id":"m3")"), 9u) << "a duplicate message id";
  EXPECT_EQ(KeptWith(R"("event_id":"e1","message_id":null)"), 10u);
  EXPECT_EQ(KeptWith(R"("context":{"page":{"path":")" + path + R"("}})"), 10u);
  EXPECT_EQ(KeptWith(R"("properties":{"x":"a\u0000b"})"), 9u);
  EXPECT_EQ(
      KeptWith(
          R"("context":{"library":{"name":"x","version":"12345678901234567890123456789012"}})"),
      10u);
  EXPECT_EQ(KeptWith(R"("context":{"channel":"a channel of 25 letters!!"})"), 10u);
  EXPECT_EQ(KeptWith(R"("properties":{})", {{"X-Forwarded-For", "unknown"}}), 10u);
  EXPECT_EQ(KeptWith(R"("properties":{})", {{"X-Forwarded-For", "41.90.1.1:5555"}}), 10u);
  EXPECT_EQ(KeptWith(R"("surprise":{"deep":[1]})"), 10u) << "an unknown key";
  EXPECT_EQ(KeptWith(R"("timestamp":"garbage")"), 10u);
  EXPECT_EQ(KeptWith(R"("properties":"Home")"), 9u);
}

}  // namespace
}  // namespace griot::web_sdk
