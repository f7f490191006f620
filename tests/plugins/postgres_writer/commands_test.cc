#include "commands.h"

#include <deque>
#include <map>

#include "sha256.h"
#include "writer_fixture.h"

namespace griot::postgres {
namespace {

// One run of a command, with its environment and a griot that answers.
class CommandsTest : public WriterTest {
 protected:
  int Run(const char* name, std::vector<std::string> words, bool json = false) {
    out_.clear();
    err_.clear();
    std::vector<griot_str> argv;
    for (const std::string& word : words) argv.push_back(Str(word));
    Call call{};
    call.test = this;
    call.struct_size = sizeof(griot_command_call);
    call.argc = static_cast<uint32_t>(argv.size());
    call.argv = argv.data();
    call.json = json ? 1 : 0;
    call.out = [](const griot_command_call* c, griot_str s) { Test(c).out_ += View(s); };
    call.err = [](const griot_command_call* c, griot_str s) { Test(c).err_ += View(s); };
    call.env = [](const griot_command_call* c, const char* key, griot_str* value) {
      const std::string& text =
          std::string_view(key) == "GRIOT_PG" ? Test(c).url_ : Test(c).key_secret_;
      *value = Str(text);
      return griot_result{text.empty() ? GRIOT_GONE : GRIOT_OK};
    };
    call.control = [](const griot_command_call* c, griot_str request, griot_str* reply) {
      Test(c).requests_.emplace_back(View(request));
      *reply = Str(Test(c).reply_);
      return griot_result{Test(c).reply_.empty() ? GRIOT_GONE : GRIOT_OK};
    };
    const griot_commands* list = PostgresWriter::Commands();
    for (uint32_t i = 0; i < list->count; ++i) {
      if (std::string_view(list->commands[i]->name) == name) return list->commands[i]->run(&call);
    }
    ADD_FAILURE() << "no command " << name;
    return -1;
  }

  // The raw JSON at this path of the settings that are published; "" when there is none.
  std::string Settings(const std::string& path) {
    json::Document document;
    const std::string text = host_.settings.json();
    EXPECT_TRUE(document.Parse(text).ok());
    const json::Value value = document.root().FindPath(path);
    return value.exists() ? std::string(value.raw()) : std::string();
  }

  struct Call : griot_command_call {
    CommandsTest* test;
  };
  static CommandsTest& Test(const griot_command_call* c) {
    return *static_cast<const Call*>(c)->test;
  }

  std::string out_, err_, reply_, key_secret_;
  std::vector<std::string> requests_;
};

TEST_F(CommandsTest, Migrate) {
  EXPECT_EQ(Run("migrate", {"--dry-run"}), 0) << err_;
  EXPECT_NE(out_.find("pending core 1 events\n"), std::string::npos) << out_;
  EXPECT_EQ(Run("migrate", {}), 0) << err_;
  EXPECT_NE(out_.find("applied core 1 events\n"), std::string::npos) << out_;
  EXPECT_EQ(Run("migrate", {}), 0);
  EXPECT_EQ(out_, "up to date\n");
  Sql("update migrations set sha256 = 'x' where version = 2");
  EXPECT_EQ(Run("migrate", {}, true), 1);
  EXPECT_EQ(out_, "{\"edited\":\"core 2 projects\"}\n");
  EXPECT_EQ(Run("migrate", {"--drie-run"}), 2);
  url_.clear();
  EXPECT_EQ(Run("migrate", {}), 3);
  url_ = "host=/nowhere dbname=x password=geheim";
  EXPECT_EQ(Run("migrate", {}), 1);
  EXPECT_EQ(err_.find("geheim"), std::string::npos) << err_;
}

TEST_F(CommandsTest, KeysAreShownOnceAndKeptHashed) {
  writer();
  EXPECT_EQ(Run("key new", {"--project", "shop"}), 1);
  EXPECT_NE(err_.find("--create-project"), std::string::npos) << err_;
  EXPECT_EQ(Run("key new", {"--project=shop", "--create-project"}), 0) << err_;
  const std::string key = out_.substr(0, out_.size() - 1);
  EXPECT_EQ(key.size(), 3u + 32u);
  EXPECT_EQ(key.substr(0, 3), "wk_");
  EXPECT_EQ(Sql("select hash || ' ' || project from write_keys"), Sha256Hex(key) + " shop");
  EXPECT_EQ(Number("select count(*) from write_keys w where w::text like '%" + key + "%'"), 0);
  EXPECT_EQ(Run("key ls", {}, true), 0) << err_;
  EXPECT_NE(out_.find(R"({"prefix":")" + key.substr(0, 9) + R"(","project":"shop","kind":"write")"),
            std::string::npos)
      << out_;
  EXPECT_EQ(Run("key revoke", {"wk_"}), 2);
  EXPECT_EQ(Run("key revoke", {"wk_000000"}), 1);
  EXPECT_EQ(Run("key revoke", {key.substr(0, 9)}), 0) << err_;
  EXPECT_EQ(Number("select count(*) from write_keys where revoked_at is not null"), 1);
  EXPECT_EQ(Run("key new", {"--project", "../x", "--create-project"}), 2) << err_;
}

TEST_F(CommandsTest, KeysAreHeldToTheirTerms) {
  writer();
  ASSERT_EQ(Run("key new", {"--project", "default", "--channel", "whatsapp", "--channel=sms",
                            "--origin", "HTTPS://Shop.example:443/", "--rate", "0.5"}),
            0)
      << err_;
  writer().Tick(Now());
  const std::string hash = Sha256Hex(out_.substr(0, out_.size() - 1));
  EXPECT_EQ(Settings("write_keys." + hash + ".channels"), R"(["whatsapp", "sms"])");
  EXPECT_EQ(Settings("write_keys." + hash + ".origins"), R"(["https://shop.example"])");
  EXPECT_EQ(Settings("write_keys." + hash + ".rate"), "0.5");
  EXPECT_EQ(Settings("write_keys." + hash + ".burst"), "10");
  EXPECT_EQ(Settings("write_keys." + hash + ".prefix"), '"' + out_.substr(0, 9) + '"');
  EXPECT_EQ(Settings("write_keys." + hash + ".signed"), "");
  EXPECT_EQ(Run("key ls", {}), 0);
  EXPECT_NE(out_.find("whatsapp sms, https://shop.example, 0.5/s up to 10"), std::string::npos)
      << out_;
  for (std::vector<std::string> wrong :
       std::initializer_list<std::vector<std::string>>{{"--rate", "0"},
                                                       {"--rate", "1e9"},
                                                       {"--rate", "fast"},
                                                       {"--rate", "nan"},
                                                       {"--burst", "5"},
                                                       {"--rate", "1", "--burst", "0"},
                                                       {"--origin", "shop.example"},
                                                       {"--origin", "https://a b"},
                                                       {"--origin", "https://a/path"},
                                                       {"--channel", ""},
                                                       {"--kind", "admin"},
                                                       {"word"}}) {
    wrong.insert(wrong.end(), {"--project", "default"});
    EXPECT_EQ(Run("key new", wrong), 2) << wrong[0] << " " << wrong[1] << out_;
  }
}

TEST_F(CommandsTest, ReadKeysAreKeysOfAnotherKind) {
  writer();
  ASSERT_EQ(Run("key new", {"--project", "default", "--kind", "read"}), 0) << err_;
  EXPECT_EQ(out_.substr(0, 3), "rk_");
  EXPECT_EQ(Sql("select kind from write_keys"), "read");
}

TEST_F(CommandsTest, ASecretFollowsFromTheDeploymentsAndIsInNoTable) {
  writer();
  EXPECT_EQ(Run("key new", {"--project", "default", "--secret"}), 3);
  EXPECT_NE(err_.find("GRIOT_KEY_SECRET"), std::string::npos) << err_;
  key_secret_ = "sesame";
  EXPECT_EQ(Run("key new", {"--project", "default", "--secret"}), 3);
  EXPECT_EQ(err_.find("sesame"), std::string::npos) << err_;
  EXPECT_EQ(Number("select count(*) from write_keys"), 0);
  key_secret_ = "0123456789abcdef0123456789abcdef";
  ASSERT_EQ(
      Run("key add", {"--project", "default", "--secret", "--existing",
                      "sha256:48f624118098f287a0767fe8cfbb63c2aa9f8c33ec9c222b13ee425b64e2c2ff"}),
      0)
      << err_;
  EXPECT_EQ(out_,
            "added #48f62411… to default\n"
            "ks_e704df605e4b286ff528c2f3f5de60340b22e39898e15832c0960ee261ff9dad\n");
  EXPECT_EQ(Sql("select signed_by from write_keys"), "a6638320677f4cac");
  EXPECT_EQ(Number("select count(*) from write_keys w where w::text like '%e704df60%'"), 0);
}

TEST_F(CommandsTest, KeysFromElsewhereAreKept) {
  writer();
  const std::string one = "wk_live_aaaaaaaaaaaaaaaaaaaa", two = "wk_live_abbbbbbbbbbbbbbbbbbbb";
  EXPECT_EQ(Run("key add", {"--project", "default", "--existing", one}), 0) << err_;
  EXPECT_EQ(out_, "added wk_live_a… to default\n");
  EXPECT_EQ(Sql("select hash from write_keys"), Sha256Hex(one));
  EXPECT_EQ(Run("key add", {"--project", "default", "--existing", one}), 1);
  EXPECT_EQ(Run("key add", {"--project", "shop", "--existing", two}), 1);
  EXPECT_EQ(Run("key add", {"--project", "shop", "--create-project", "--existing", two}), 0);
  for (const char* bad :
       {"", "wk_short", "wk_with a space in the midst", "sha256:abc", "sha256:zz"}) {
    EXPECT_EQ(Run("key add", {"--project", "default", "--existing", bad}), 2) << bad;
  }
  EXPECT_EQ(Run("key add", {"--project", "default"}), 2);
  // They begin alike, so the beginning names neither.
  EXPECT_EQ(Run("key revoke", {"wk_live_a"}), 1);
  EXPECT_EQ(Run("key revoke", {two}), 0) << err_;
  EXPECT_EQ(Sql("select hash from write_keys where revoked_at is null"), Sha256Hex(one));
  EXPECT_EQ(Run("key revoke", {"wk_live_a…"}), 0) << err_;
}

TEST_F(CommandsTest, Projects) {
  writer();
  EXPECT_EQ(Run("project new", {"shop", "--timezone", "Asia/Kathmandu"}), 0) << err_;
  EXPECT_EQ(Run("project new", {"shop"}), 1);
  EXPECT_EQ(Run("project new", {"other", "--timezone", "Mars/Olympus"}), 2) << err_;
  EXPECT_EQ(Run("project ls", {}, true), 0) << err_;
  EXPECT_NE(out_.find(R"("id":"shop")"), std::string::npos) << out_;
  EXPECT_NE(out_.find("Asia/Kathmandu"), std::string::npos) << out_;
  EXPECT_EQ(Run("project ls", {}), 0) << err_;
  EXPECT_EQ(out_.substr(0, 7), "PROJECT");
}

TEST_F(CommandsTest, DeadLetters) {
  fake::BatchOf batch;
  for (uint64_t n = 0; n < 3; ++n) {
    fake::Heard e = Event(n);
    e.properties = R"({"x":"\u0000"})";
    batch.Add(e);
  }
  fake::HeardSettled raw;
  raw.kind = GRIOT_DEAD;
  raw.event.project = "default";
  raw.reason = "no_json";
  raw.raw = "nonsense";
  batch.AddSettled(raw);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Run("dead-letters ls", {"--reason", "no_json"}, true), 0) << err_;
  EXPECT_NE(out_.find(R"("raw_base64":"bm9uc2Vuc2U=")"), std::string::npos) << out_;
  EXPECT_EQ(Run("dead-letters ls", {"--limit", "2"}), 0) << err_;
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 3);
  EXPECT_EQ(Run("dead-letters ls", {"--limit", "x"}), 2);
  EXPECT_EQ(Run("dead-letters show", {"1"}), 0) << err_;
  EXPECT_NE(out_.find(R"("name":"page_view")"), std::string::npos) << out_;
  EXPECT_EQ(Run("dead-letters show", {"99"}), 1);
  EXPECT_EQ(Run("dead-letters show", {}), 2);

  EXPECT_EQ(Run("dead-letters replay", {}), 2);
  EXPECT_EQ(Run("dead-letters replay", {"1", "--all"}), 2);
  EXPECT_EQ(Run("dead-letters replay", {"1"}), 1);
  EXPECT_NE(err_.find("no griot runs"), std::string::npos) << err_;
  reply_ = R"({"error":"draining"})";
  EXPECT_EQ(Run("dead-letters replay", {"1"}), 1);
  EXPECT_NE(err_.find("draining"), std::string::npos) << err_;
  EXPECT_EQ(Number("select count(*) from dead_letters where replayed_at is not null"), 0);
  reply_ = R"({"ok":true})";
  requests_.clear();
  EXPECT_EQ(Run("dead-letters replay", {"1"}), 0) << err_;
  EXPECT_EQ(out_, "replayed 1\n");
  json::Document document;
  ASSERT_TRUE(document.Parse(requests_.at(0)).ok()) << requests_[0];
  EXPECT_TRUE(document.root().Find("op").StringIs("inject"));
  EXPECT_TRUE(document.root().FindPath("events.0.name").StringIs("page_view"));
  EXPECT_EQ(Number("select id from dead_letters where replayed_at is not null"), 1);
  EXPECT_EQ(Run("dead-letters replay", {"--all"}), 0) << err_;
  EXPECT_EQ(out_, "replayed 2\n");
  EXPECT_NE(err_.find("1 hold no event"), std::string::npos) << err_;
  EXPECT_EQ(Run("dead-letters replay", {"--reason", "bad_value"}), 0);
  EXPECT_EQ(out_, "replayed 0\n");
}

}  // namespace
}  // namespace griot::postgres
