#include "plugins/privacy_filter/options.h"

#include <gtest/gtest.h>

#include "griot/cpp/status.hpp"

namespace griot::privacy {
namespace {

std::string Error(std::string_view json) {
  try {
    ReadOptions(json);
  } catch (const OptionError& e) {
    return e.what();
  }
  return "none";
}

TEST(PrivacyOptionsTest, BadOnesAreNamed) {
  EXPECT_EQ(Error(R"({"rules":[]})"), "rules: must hold at least one");
  EXPECT_EQ(Error(R"({"rules":[{"action":"drop"}]})"),
            "rules[0]: would drop everything; name events, channels, fields or patterns");
  EXPECT_EQ(
      Error(R"({"rules":[{"action":"drop","events":["a"]},{"action":"mask","events":["a"]}]})"),
      "rules[1]: needs fields, patterns or regex");
  EXPECT_EQ(Error(R"({"rules":[{"action":"mask","regex":["ok","("]}]})"),
            "rules[0].regex[1]: missing ): (");
  EXPECT_EQ(Error(R"({"rules":[{"action":"mask","fields":["/user_id"]}]})"),
            "rules[0].fields[0]: a mask would make one person of all; hash or remove it");
  EXPECT_EQ(Error(R"({"key":"short","rules":[{"action":"hash","fields":["/user_id"]}]})"),
            "key: rules[0] hashes, which needs a key of at least 16 bytes");
  for (const char* field : {"", "email", "/", "/properties", "/properties/", "/properties//a",
                            "/name", "/properties/a~", "/properties/a~2", "/userId"}) {
    const std::string json =
        std::string(R"({"rules":[{"action":"remove","fields":[")") + field + R"("]}]})";
    EXPECT_TRUE(Error(json).starts_with("rules[0].fields[0]: must be")) << field;
  }
}

TEST(PrivacyOptionsTest, Fields) {
  const auto path = ParseField("/context/a~1b/*/~0");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->root, Root::kContext);
  EXPECT_EQ(path->segments, (std::vector<std::string>{"a/b", "*", "~"}));
  EXPECT_EQ(path->any, (std::vector<bool>{false, true, false}));
  EXPECT_EQ(ParseField("/anonymous_id")->root, Root::kAnonymousId);
}

}  // namespace
}  // namespace griot::privacy
