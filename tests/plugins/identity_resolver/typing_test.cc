// The rules of identifiers.cc are there a second time, in SQL, for readers: both must say the same
// of any value.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "griot/json.hpp"
#include "griot/postgres.hpp"
#include "griot/testing.hpp"
#include "plugins/identity_resolver/identifiers.h"
#include "plugins/identity_resolver/resolver.h"
#include "sink.h"
#include "support/postgres_server.h"
#include "support/seed.h"

namespace griot::identity {
namespace {

std::string Anything(std::mt19937_64& random) {
  static const std::vector<std::string> kParts{"+",        "52",        "521",
                                               "55",       "229",       "0",
                                               "00",       "1",         "7",
                                               "12345678", "98765432",  "@",
                                               "a",        ".",         "B",
                                               "x.org",    ":",         "bot",
                                               "agent",    "System",    "null",
                                               "NaN",      "'",         "\"",
                                               " ",        "\t",        "\n",
                                               "\v",       "\f",        "\r",
                                               "-1",       "é",         "Ä",
                                               "\x7f",     "bsuid:",    "US.",
                                               "ENT.",     "undefined", "[object Object]",
                                               "guest",    "\xc2\xa0",  "\xe2\x80\xa8",
                                               "%",        "\\",        "_"};
  std::string text;
  for (uint64_t n = random() % 6; n > 0; --n) text += kParts[random() % kParts.size()];
  if (random() % 20 == 0) text += std::string(120 + random() % 230, 'k');
  if (random() % 20 == 0) text = "ab@" + text;
  if (random() % 20 == 0) text = "bsuid:US." + text;
  if (random() % 20 == 0) text = "+52" + std::to_string(random() % 10'000'000'000) + text;
  return text;
}

TEST(TypingTest, SqlSaysTheSame) {
  const std::string url = test::PostgresServer::Shared().NewDatabase();
  fake::Host host;
  griot_plugin plugin{};
  plugin.struct_size = sizeof plugin;
  plugin.id = "identity_resolver";
  plugin.get_extension = [](const char* id) -> const void* {
    return std::string_view(id) == GRIOT_EXT_STORE ? IdentityResolver::Store() : nullptr;
  };
  host.catalogue.plugins.push_back(&plugin);
  postgres::PostgresWriter writer(host.Config("process/store", R"({"url":")" + url + R"("})"));
  ASSERT_TRUE(writer.Start().ok());

  std::mt19937_64 random(test::Seed());
  const char* const channels[] = {"web", "whatsapp", "sms", "rcs", "telegram", ""};
  struct Case {
    std::string channel, value;
  };
  std::vector<Case> cases;
  std::string body;
  json::Writer<std::string> w(body);
  w.BeginArray();
  for (int n = 0; n < 20'000; ++n) {
    Case& c = cases.emplace_back(Case{channels[random() % std::size(channels)], Anything(random)});
    w.BeginArray().String(c.channel).String(c.value).EndArray();
  }
  w.EndArray();
  pg::Database database(url);
  const pg::Rows rows = database.Run(
      "select griot_user_identifier(j->>0, j->>1), griot_anonymous_identifier(j->>1) "
      "from jsonb_array_elements($1::jsonb) with ordinality as t (j, n) order by n",
      {body});
  ASSERT_EQ(static_cast<size_t>(rows.size()), cases.size());
  int counts[6] = {};
  for (int row = 0; row < rows.size(); ++row) {
    const Case& c = cases[static_cast<size_t>(row)];
    const auto text = [&](int column) {
      return rows.null(row, column) ? std::nullopt
                                    : std::optional<std::string>(rows.text(row, column));
    };
    const auto user = UserIdentifier(c.channel, c.value);
    ASSERT_EQ(text(0), user) << c.channel << " [" << c.value << "]";
    ASSERT_EQ(text(1), AnonymousIdentifier(c.value)) << "[" << c.value << "]";
    if (!user) {
      ++counts[0];
    } else if (user->empty()) {
      ++counts[1];
    } else {
      ++counts[user->starts_with("phone:")   ? 2
               : user->starts_with("email:") ? 3
               : user->starts_with("bsuid:") ? 4
                                             : 5];
    }
  }
  for (const int count : counts) EXPECT_GT(count, 10);  // every kind was among them
}

}  // namespace
}  // namespace griot::identity
