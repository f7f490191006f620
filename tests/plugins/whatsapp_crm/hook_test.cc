// The door itself: who may come in, what is answered, and when.
#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm {
namespace {

using ::testing::HasSubstr;

class Hook : public HookTest {};

TEST_F(Hook, GreetsWhoKnowsTheToken) {
  const auto greet = [&](const std::string& query) {
    return host_.http.Call(GRIOT_GET, "/webhooks/whatsapp?" + query);
  };
  const auto answer =
      greet("hub.mode=subscribe&hub.challenge=1158201444%3Cb%3E&hub.verify_token=vt");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "1158201444<b>");
  EXPECT_EQ(answer.Header("Content-Type"), "text/plain; charset=utf-8");
  for (const char* query :
       {"hub.mode=subscribe&hub.challenge=1&hub.verify_token=vx",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=vtt",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
        "hub.mode=subscribe&hub.challenge=1", "hub.mode=subscribe&hub.verify_token=vt",
        "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=vt",
        "hub.challenge=1&hub.verify_token=vt", ""}) {
    EXPECT_EQ(greet(query).status, 403) << query;
  }
  EXPECT_EQ(host_.Count("whatsapp_handshakes"), 1);
  EXPECT_EQ(host_.Count("whatsapp_handshakes_refused"), 8);
  std::string log;
  for (const auto& line : host_.logs()) log += line.text + "\n";
  EXPECT_EQ(log,
            "the handshake passed: webhooks may come\n"
            "a handshake was refused: its verify token is not that of `verify_token`\n");
}

TEST_F(Hook, WithoutATokenNobodyIsGreeted) {
  Open(R"({"project":"shop","secrets":["s"]})");
  EXPECT_EQ(host_.http
                .Call(GRIOT_GET,
                      "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=")
                .status,
            403);
}

TEST_F(Hook, TakesOnlyWhatIsSigned) {
  const std::string body = Webhook("messages", TextMessage("wamid.1"));
  const auto post = [&](fake::Pairs headers) {
    return host_.http.Call(GRIOT_POST, "/webhooks/whatsapp", std::move(headers), body).status;
  };
  EXPECT_EQ(post({}), 401);
  EXPECT_EQ(post({{"X-Hub-Signature-256", Sign("other", body)}}), 401);
  EXPECT_EQ(post({{"X-Hub-Signature-256", Sign("s1", body + " ")}}), 401);
  EXPECT_EQ(post({{"X-Hub-Signature", Sign("s1", body)}}), 401);
  EXPECT_TRUE(host_.intake.submissions().empty());
  EXPECT_EQ(host_.Count("whatsapp_unauthorized"), 4);
  EXPECT_EQ(post({{"x-hub-signature-256", Sign("s1", body)}}), 200);
  EXPECT_EQ(post({{"X-Hub-Signature-256", Sign("s2", body)}}), 200);
  EXPECT_EQ(Events().size(), 2u);
}

TEST_F(Hook, TakesUnsignedBodiesOnlyWhenToldSo) {
  fake::Host& host = host_;
  EXPECT_THROW(WhatsappCrm(host.Config("p/w", R"({"project":"p"})")), OptionError);
  EXPECT_THROW(WhatsappCrm(host.Config("p/w", R"({"project":"p","secrets":[]})")), OptionError);
  EXPECT_THROW(WhatsappCrm(host.Config("p/w", R"({"project":"p","secrets":["a",""]})")),
               OptionError);
  Open(R"({"project":"shop","insecure_unsigned":true})");
  const std::string body = Webhook("messages", TextMessage("wamid.1"));
  EXPECT_EQ(host_.http.Call(GRIOT_POST, "/webhooks/whatsapp", {}, body).status, 200);
  ASSERT_FALSE(host_.logs().empty());
  EXPECT_THAT(host_.logs().back().text, HasSubstr("insecure_unsigned"));
}

TEST_F(Hook, SecretsStayRequiredBesideInsecureUnsigned) {
  Open(R"({"project":"shop","secrets":["s1"],"insecure_unsigned":true})");
  const std::string body = Webhook("messages", TextMessage("wamid.1"));
  EXPECT_EQ(host_.http.Call(GRIOT_POST, "/webhooks/whatsapp", {}, body).status, 401);
}

TEST_F(Hook, AnswersOnceItIsDurable) {
  host_.intake.end = fake::Intake::End::kHold;
  fake::Exchange* exchange = Send(Webhook("messages", TextMessage("wamid.1")));
  fake::Exchange* dead = Send("no JSON");
  EXPECT_EQ(exchange->Get().status, 0);
  EXPECT_EQ(dead->Get().status, 0);
  host_.intake.Settle(GRIOT_OK);
  EXPECT_EQ(exchange->Get().status, 200);
  EXPECT_EQ(exchange->Get().body, R"({"status":"success"})");
  EXPECT_EQ(dead->Get().status, 200);
}

TEST_F(Hook, AsksMetaToComeBackWhenNothingCanBeKept) {
  const std::string body = Webhook("messages", TextMessage("wamid.1"));
  const auto expect_unavailable = [&](const std::string& sent) {
    const auto answer = Post(sent);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.Header("Retry-After"), "1");
  };
  host_.intake.end = fake::Intake::End::kRetry;
  expect_unavailable(body);
  host_.intake.end = fake::Intake::End::kOk;
  host_.intake.refuse = true;
  expect_unavailable(body);
  host_.intake.refuse = false;
  host_.intake.full = true;
  expect_unavailable(body);
  expect_unavailable("no JSON");
  EXPECT_EQ(host_.Count("whatsapp_unavailable"), 4);
}

TEST_F(Hook, ABodyThatIsNoWebhookIsADeadLetterOfItsBytes) {
  std::string deep(80, '[');
  deep.append(80, ']');
  const std::string bodies[] = {"",
                                "no JSON",
                                "{\"a\":\"\xff\"}",
                                deep,
                                "7",
                                "[]",
                                R"({"object":"whatsapp_business_account"})",
                                std::string("{\"a\":\0}", 7)};
  for (const std::string& body : bodies) {
    host_.intake.Clear();
    EXPECT_EQ(Post(body).status, 200) << body;
    const auto dead = host_.intake.settled();
    ASSERT_EQ(dead.size(), 1u) << body;
    EXPECT_EQ(dead[0].raw, body);
    EXPECT_EQ(dead[0].event.project, "shop");
    EXPECT_FALSE(dead[0].event.id.is_nil());
    EXPECT_TRUE(Events().empty());
  }
}

TEST_F(Hook, NumbersLeadToProjects) {
  Open(R"({"projects":{"106":"one","107":"two"},"secrets":["s1"]})");
  Post(Webhook("messages", TextMessage("wamid.1"), "106"));
  Post(Webhook("messages", TextMessage("wamid.1"), "107"));
  Post(Webhook("messages", TextMessage("wamid.1"), "108"));
  const auto events = Events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].project, "one");
  EXPECT_EQ(events[1].project, "two");
  EXPECT_NE(events[0].id, events[1].id);
  const auto dead = host_.intake.settled();
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].reason, "unknown_number");
  EXPECT_EQ(dead[0].raw, TextMessage("wamid.1"));
  EXPECT_EQ(dead[0].event.project, "");

  Open(R"({"project":"rest","projects":{"106":"one"},"secrets":["s1"]})");
  host_.intake.Clear();
  Post(Webhook("messages", TextMessage("wamid.1"), "108"));
  EXPECT_EQ(Events().at(0).project, "rest");
  EXPECT_THROW(WhatsappCrm(host_.Config("p/w", R"({"secrets":["s"]})")), OptionError);
}

TEST_F(Hook, TakesThreeMebibytes) {
  const std::string body = Webhook("messages", TextMessage("wamid.1", std::string(3 << 20, 'x')));
  EXPECT_EQ(Post(body).status, 200);
  const auto events = Events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(Member(events[0].properties, "text").size(), 4096u + 2);
  EXPECT_EQ(Post(std::string((4 << 20) + 1, ' ')).status, 413);
}

TEST_F(Hook, OptionsAreDescribedAndSecretsMarked) {
  json::Document schema;
  ASSERT_TRUE(schema.Parse(OptionsSchema()).ok());
  for (const auto [name, option] : schema.root().Find("properties").members()) {
    EXPECT_TRUE(option.Find("description").is_string()) << name.raw();
  }
  for (const char* secret : {"secrets", "verify_token"}) {
    EXPECT_EQ(schema.root().Find("properties").Find(secret).Find("writeOnly").boolean(), true);
  }
}

}  // namespace
}  // namespace griot::whatsapp_crm
