// Providers whose format is a mapping, at the door.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "griot/uuid.hpp"
#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kCrm[] = R"(mapping: 1
name: duka
channel: duka_chat
signature: {hmac: sha256, header: X-Duka, prefix: "sha256="}
handshake: meta
ack: {status: 202, type: text/xml, body: <Response/>}
redact: [apikey]
kind: event
number: shop
ignore: [{as: typing, when: {event: [typing_on, typing_off]}}]
events:
  - {name: message.received, when: {event: message}, key: id, user: from, properties: {text: body}}
)";

// A mapping file of the test's own.
class File {
 public:
  explicit File(const std::string& text) {
    char name[] = "/tmp/griot-mapping-XXXXXX";
    const int made = ::mkstemp(name);
    if (made < 0) std::abort();
    ::close(made);
    path_ = name;
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string Options(const std::string& more) const {
    return R"({"mapping":")" + path_ + R"(",)" + more + "}";
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Provided : public HookTest {
 protected:
  void SetUp() override { Open(duka_.Options(R"("project":"shop","secrets":["old","s1"])")); }

  fake::Answer Duka(const std::string& body, const std::string& secret = "s1") {
    return host_.http.Call(GRIOT_POST, "/webhooks/whatsapp/duka", {{"X-Duka", Sign(secret, body)}},
                           body);
  }

  const File duka_{kCrm};
};

constexpr char kMessage[] =
    R"({"event":"message","id":"m1","from":"254712345678","body":"Habari","shop":"7"})";

TEST_F(Provided, SpeaksAsItsMappingSays) {
  const fake::Answer answer = Duka(kMessage);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.body, "<Response/>");
  EXPECT_EQ(answer.Header("Content-Type"), "text/xml");
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].channel, "duka_chat");
  EXPECT_EQ(events[0].name, "message.received");
  EXPECT_EQ(events[0].user_id, "+254712345678");
  EXPECT_EQ(events[0].project, "shop");
  EXPECT_EQ(events[0].id, EventId("shop", "duka", "m1"));
  EXPECT_EQ(Member(events[0].context, "provider"), "\"duka\"");
}

TEST_F(Provided, AnswersOnceItIsDurable) {
  host_.intake.end = fake::Intake::End::kHold;
  fake::Exchange* exchange = host_.http.Send(GRIOT_POST, "/webhooks/whatsapp/duka",
                                             {{"X-Duka", Sign("s1", kMessage)}}, kMessage);
  EXPECT_EQ(exchange->Get().status, 0);
  host_.intake.Settle(GRIOT_OK);
  EXPECT_EQ(exchange->Get().status, 202);
  host_.intake.end = fake::Intake::End::kRetry;
  EXPECT_EQ(Duka(kMessage).status, 503);
}

TEST_F(Provided, TakesOnlyWhatIsSigned) {
  EXPECT_EQ(Duka(kMessage, "other").status, 401);
  EXPECT_EQ(host_.http.Call(GRIOT_POST, "/webhooks/whatsapp/duka", {}, kMessage).status, 401);
  EXPECT_THAT(host_.intake.submissions(), IsEmpty());
  EXPECT_EQ(Duka(kMessage, "old").status, 202);
}

TEST_F(Provided, GreetsWhereTheMappingSaysSo) {
  Open(duka_.Options(R"("project":"shop","secrets":["s1"],"verify_token":"vt")"));
  const auto answer = host_.http.Call(
      GRIOT_GET, "/webhooks/whatsapp/duka?hub.mode=subscribe&hub.challenge=7&hub.verify_token=vt");
  EXPECT_EQ(answer.body, "7");
  Open(R"({"provider":"waha","project":"shop","secrets":["s1"]})");
  EXPECT_EQ(host_.http.Call(GRIOT_GET, "/webhooks/whatsapp/waha").status, 404);
}

TEST_F(Provided, WhatStandsForNoEventIsCountedByTheNamesOfTheMapping) {
  for (const char* event : {"typing_on", "typing_off", "made_up", "another", "message"}) {
    const std::string body = std::string(R"({"event":")") + event + R"(","id":"1"})";
    EXPECT_EQ(Duka(body).status, 202) << event;
  }
  EXPECT_EQ(host_.Count("whatsapp_unknown", "field", "typing"), 2);
  EXPECT_EQ(host_.Count("whatsapp_unknown", "field", "other"), 2);
  EXPECT_EQ(host_.Count("whatsapp_unknown", "field", "made_up"), 0) << "labels grow with the input";
  EXPECT_THAT(host_.intake.events(), IsEmpty());
  EXPECT_EQ(host_.intake.settled().size(), 1u) << "a message from nobody";
}

TEST_F(Provided, SecretsOfABodyAreKeptNowhere) {
  Duka(R"({"event":"message","id":"m1","apikey":"sesame"})");
  Duka(R"({"event":"message","apikey":"sesame",)");
  Duka(R"({"event":"message","apikey":"sesame2",)");
  const auto dead = host_.intake.settled();
  ASSERT_EQ(dead.size(), 3u);
  EXPECT_EQ(dead[0].reason, "no_user");
  EXPECT_THAT(dead[0].raw, HasSubstr(R"("apikey":null)"));
  EXPECT_EQ(dead[1].reason, "no_json");
  EXPECT_NE(dead[1].event.id, dead[2].event.id) << "two bodies are two letters";
  for (const auto& letter : dead) {
    EXPECT_EQ(letter.event.channel, "duka_chat");
    EXPECT_THAT(letter.raw + letter.detail, Not(HasSubstr("sesame")));
  }
  for (const auto& line : host_.logs()) EXPECT_THAT(line.text, Not(HasSubstr("sesame")));
}

TEST_F(Provided, NumbersLeadToProjects) {
  Open(duka_.Options(R"("projects":{"7":"seven"},"secrets":["s1"])"));
  Duka(kMessage);
  Duka(R"({"event":"message","id":"m2","from":"254712345678","shop":"8"})");
  ASSERT_EQ(host_.intake.events().size(), 1u);
  EXPECT_EQ(host_.intake.events()[0].project, "seven");
  ASSERT_EQ(host_.intake.settled().size(), 1u);
  EXPECT_EQ(host_.intake.settled()[0].reason, "unknown_number");
}

TEST_F(Provided, ATokenInTheAddressWillDo) {
  const std::string rest = "events: [{name: e, key: id}]\n";
  const File file("mapping: 1\nname: plain\nsignature: {token: query, name: token}\n" + rest);
  Open(file.Options(R"("project":"shop","secrets":["first one","second"])"));
  const auto post = [&](const std::string& query) {
    const std::string target = "/webhooks/whatsapp/plain" + query;
    return host_.http.Call(GRIOT_POST, target, {}, R"({"id":"1"})").status;
  };
  EXPECT_EQ(post("?token=first%20one"), 200);
  EXPECT_EQ(post("?a=b&token=second"), 200);
  EXPECT_EQ(post("?token=secont"), 401);
  EXPECT_EQ(post("?token="), 401);
  EXPECT_EQ(post("?toke=second"), 401);
  EXPECT_EQ(post(""), 401);
  EXPECT_EQ(host_.intake.events().size(), 2u);
}

TEST_F(Provided, WhoSignsNothingIsKnownByItsUrl) {
  const File file("mapping: 1\nname: plain\nsignature: none\nevents: [{name: e, key: id}]\n");
  Open(file.Options(R"("project":"shop","secrets":["first one","second"])"));
  const auto post = [&](const std::string& path) {
    return host_.http.Call(GRIOT_POST, path, {}, R"({"id":"1"})").status;
  };
  EXPECT_EQ(post("/webhooks/whatsapp/plain/first one"), 200);
  EXPECT_EQ(post("/webhooks/whatsapp/plain/second"), 200);
  EXPECT_EQ(post("/webhooks/whatsapp/plain/secont"), 401);
  EXPECT_EQ(post("/webhooks/whatsapp/plain/"), 401);
  EXPECT_EQ(post("/webhooks/whatsapp/plain"), 404);
  EXPECT_EQ(post("/webhooks/whatsapp/plain/second/"), 404);
  EXPECT_EQ(host_.intake.events().size(), 2u);
  EXPECT_THROW(WhatsappCrm(host_.Config("p/w", file.Options(R"("project":"p")"))), OptionError);
  Open(file.Options(R"("project":"shop","insecure_unsigned":true)"));
  EXPECT_EQ(post("/webhooks/whatsapp/plain"), 200);
}

TEST_F(Provided, TheAddressIsSignedAsTheProviderWasToldIt) {
  constexpr char kTwilio[] = R"("project":"p","secrets":["12345"])";
  const std::string mapping =
      "mapping: 1\nname: t\nbody: form\nsignature: {hmac: sha1, encoding: "
      "base64, header: X-T, signed: \"{url}{form}\"}\n"
      "events: [{name: e, key: CallSid}]\n";
  const File file(mapping);
  EXPECT_THROW(WhatsappCrm(host_.Config("p/w", file.Options(kTwilio))), OptionError);
  Open(file.Options(R"("public_url":"https://mycompany.com/myapp.php",)" + std::string(kTwilio)));
  // Twilio's own example.
  const std::string body =
      "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&"
      "To=%2B18005551212";
  const auto post = [&](const std::string& query) {
    return host_.http
        .Call(GRIOT_POST, "/webhooks/whatsapp/t" + query, {{"X-T", "RSOYDt4T1cUTdK1PDd93/VVr8B8="}},
              body)
        .status;
  };
  EXPECT_EQ(post("?foo=1&bar=2"), 200);
  EXPECT_EQ(post("?foo=1&bar=3"), 401);
  EXPECT_EQ(post(""), 401);
}

TEST_F(Provided, WhatAWebhookLeavesOutIsRemembered) {
  const File file(R"yaml(mapping: 1
name: crm
signature: {token: query, name: token}
kind: event
events:
  - {name: message.sent, when: {event: sent}, key: id, user: to,
     remember: [{as: user, key: id, value: phone(to)}]}
  - {name: message.read, when: {event: read}, key: [id, =read], user: "recall(user, id)",
     user_optional: true}
)yaml");
  Open(file.Options(R"("project":"p","secrets":["s"])"));
  const auto post = [&](const std::string& body) {
    return host_.http.Call(GRIOT_POST, "/webhooks/whatsapp/crm?token=s", {}, body).status;
  };
  EXPECT_EQ(post(R"({"event":"sent","id":"1","to":"254712345678"})"), 200);
  EXPECT_EQ(post(R"({"event":"read","id":"1"})"), 200);
  EXPECT_EQ(post(R"({"event":"read","id":"2"})"), 200);
  const auto events = host_.intake.events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].user_id, "+254712345678");
  EXPECT_EQ(events[2].user_id, "") << "never dropped, though nobody is known";
}

TEST_F(Provided, APathOfItsOwn) {
  Open(duka_.Options(R"("project":"shop","secrets":["s1"],"path":"/hook")"));
  EXPECT_EQ(
      host_.http.Call(GRIOT_POST, "/hook", {{"X-Duka", Sign("s1", kMessage)}}, kMessage).status,
      202);
}

TEST_F(Provided, WhatIsWrongWithAMappingIsTold) {
  const auto problem = [&](const std::string& options) {
    try {
      const WhatsappCrm stage(host_.Config("p/w", options));
      return std::string("none");
    } catch (const OptionError& error) {
      return std::string(error.what());
    }
  };
  const std::string rest = R"("project":"p","secrets":["s"])";
  const File bad("mapping: 1\nname: bad\nsignature: none\nevents: [{nam: e, key: id}]\n");
  EXPECT_EQ(problem(bad.Options(rest)),
            "the mapping cannot be used:\n" + bad.path() +
                ":4:10: events[0]: \"name\" is missing\n" + bad.path() +
                ":4:11: events[0].nam: unknown name (did you mean \"name\"?)");
  EXPECT_EQ(problem(R"({"mapping":"/nowhere/x.yaml",)" + rest + "}"),
            "mapping: /nowhere/x.yaml: there is no such file");
  EXPECT_THAT(problem(R"({"mapping":"/dev/zero",)" + rest + "}"), HasSubstr("no such file"));
  EXPECT_EQ(problem(bad.Options(R"("provider":"waha",)" + rest)),
            "give provider or mapping, not both");
  EXPECT_EQ(problem(R"({"provider":"wahaha",)" + rest + "}"), "provider: wahaha is not known here");
  const File long_one("mapping: 1\n" + std::string(2 << 20, '#'));
  EXPECT_THAT(problem(long_one.Options(rest)), HasSubstr("at most 1 MiB"));
}

}  // namespace
}  // namespace griot::whatsapp_crm
