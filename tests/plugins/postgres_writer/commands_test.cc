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
      if (std::string_view(key) != "GRIOT_PG" || Test(c).url_.empty()) {
        return griot_result{GRIOT_GONE};
      }
      *value = Str(Test(c).url_);
      return griot_result{GRIOT_OK};
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

  struct Call : griot_command_call {
    CommandsTest* test;
  };
  static CommandsTest& Test(const griot_command_call* c) {
    return *static_cast<const Call*>(c)->test;
  }

  std::string out_, err_, reply_;
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
