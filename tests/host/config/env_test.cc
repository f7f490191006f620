#include "host/config/env.h"

#include <gtest/gtest.h>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

const std::map<std::string, std::string> kEnv = {
    {"A", "alpha"},  {"B", "beta"}, {"EMPTY", ""},         {"N", "42"},
    {"LIST", "[1]"}, {"Z", "007"},  {"YAML", "x\n  y: 1"}, {"REF", "${A}"}};

// The text that a scalar becomes, or its fault.
std::string Apply(const std::string& text, bool plain = true) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = text;
  node.plain = plain;
  ExpandEnv(&node, [](std::string_view name) -> std::optional<std::string> {
    auto found = kEnv.find(std::string(name));
    return found == kEnv.end() ? std::nullopt : std::optional(found->second);
  });
  return node.env != nullptr && !node.env->fault.empty() ? "! " + node.env->fault : node.text;
}

TEST(Env, TextIsPutInPlace) {
  struct Case {
    const char *text, *result;
  };
  for (const Case& c : {Case{"${A}", "alpha"},
                        {"x${A}y${B}z", "xalphaybetaz"},
                        {"${A:-d}", "alpha"},
                        {"${NONE:-d}", "d"},
                        {"${NONE:-}", ""},
                        {"${EMPTY:-d}", "d"},
                        {"${EMPTY}", ""},
                        {"${NONE:-a:-b}", "a:-b"},
                        {"${NONE:-a b$c}", "a b$c"},
                        {"${REF}", "${A}"},
                        {"$A", "$A"},
                        {"$", "$"},
                        {"a$", "a$"},
                        {"{A}", "{A}"},
                        {"$${A}", "${A}"},
                        {"$$${A}", "$${A}"},
                        {"$${", "${"},
                        {"$${A}${A}", "${A}alpha"},
                        {"$$", "$$"},
                        {"cost: 5$", "cost: 5$"}}) {
    EXPECT_EQ(Apply(c.text), c.result) << c.text;
  }
}

TEST(Env, FaultsNameVariablesAndNeverTheText) {
  EXPECT_EQ(Apply("${NONE}"), "! environment variable NONE is not set");
  EXPECT_EQ(Apply("pass${word"), "! ${ without its }; write $${ for a literal ${");
  for (const char* text : {"${}", "${1A}", "${A B}", "${A-B}", "${:-x}", "${A:x}", "${é}"}) {
    EXPECT_EQ(Apply(text),
              "! no name of an environment variable between ${ and }; write $${ for a literal ${")
        << text;
  }
  EXPECT_EQ(Apply("${A:-${B}}"), "! the default of ${A} cannot hold a ${ of its own");
}

TEST(Env, OneUnquotedVariableIsTypedByTheSchema) {
  std::string schema = R"({"properties":{"n":{"type":"integer"},"s":{"type":"string"},
      "b":{"type":"boolean"},"e":{"enum":[1,42]},"u":{},"m":{"type":["string","integer"]}}})";
  OptionsCase typed(schema, "n: ${N}\ns: ${N}\nb: ${T}\ne: ${N}\nu: ${N}\nm: ${N}",
                    {{"N", "42"}, {"T", "true"}});
  EXPECT_EQ(typed.problems, std::vector<std::string>{});
  EXPECT_EQ(typed.json, R"({"b":true,"e":42,"m":42,"n":42,"s":"42","u":"42"})");
  EXPECT_EQ(typed.redacted,
            R"({"b":"${T}","e":"${N}","m":"${N}","n":"${N}","s":"${N}","u":"${N}"})");
  OptionsCase fallback(schema, "n: ${NONE:-007}\ns: ${NONE:-007}\nb: ${NONE:-false}");
  EXPECT_EQ(fallback.json, R"({"b":false,"n":7,"s":"007"})");
  OptionsCase empty(schema, "s: ${E}\nu: ${E}", {{"E", ""}});
  EXPECT_EQ(empty.json, R"({"s":"","u":""})");
}

TEST(Env, AnythingElseIsText) {
  std::string schema = R"({"properties":{"n":{"type":"integer"}}})";
  std::map<std::string, std::string> env = {{"N", "42"}, {"M", "x"}};
  using Problems = std::vector<std::string>;
  EXPECT_EQ(
      OptionsCase(schema, "n: \"${N}\"", env).problems,
      Problems{"f.yaml:8:14: pipelines.p.sources[0].options.n: expected an integer, found a "
               "string (the value of ${N}) (write ${N} without quotes, on a line of its own)"});
  EXPECT_EQ(OptionsCase(schema, "n: 1${N}", env).problems,
            Problems{"f.yaml:8:14: pipelines.p.sources[0].options.n: expected an integer, found a "
                     "string (the value of ${N})"});
  EXPECT_EQ(OptionsCase(schema, "n: ${M}", env).problems,
            Problems{"f.yaml:8:14: pipelines.p.sources[0].options.n: expected an integer, found a "
                     "string (the value of ${M})"});
  EXPECT_EQ(OptionsCase(schema, "n: ${N}${N}", env).problems,
            Problems{"f.yaml:8:14: pipelines.p.sources[0].options.n: expected an integer, found a "
                     "string (the value of ${N}, ${N})"});
}

TEST(Env, AValueBringsNoYamlOfItsOwn) {
  std::map<std::string, std::string> env = {{"X", "[1]\ninjected: true # {a: b}"}};
  OptionsCase options("", "a: ${X}\nb: \"${X}\"\nc: [\"${X}\"]", env);
  EXPECT_EQ(options.problems, std::vector<std::string>{});
  std::string text = R"("[1]\ninjected: true # {a: b}")";
  EXPECT_EQ(options.json, R"({"a":)" + text + R"(,"b":)" + text + R"(,"c":[)" + text + "]}");
}

TEST(Env, KeysAreLeftAsTheyAre) {
  OptionsCase options("", "\"${A}\": 1", {{"A", "x"}});
  EXPECT_EQ(options.json, R"({"${A}":1})");
}

TEST(Env, BadAndEndlessValuesAreRefused) {
  OptionsCase bad("", "a: ${X}", {{"X", "a\x1b"}});
  ASSERT_EQ(bad.problems.size(), 1u);
  EXPECT_EQ(bad.problems[0],
            "f.yaml:8:14: pipelines.p.sources[0].options.a: the value of environment variable X "
            "holds a control character or invalid UTF-8");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "${X}";
  OptionsCase large("", "a: " + many, {{"X", std::string(100'000, 'x')}});
  ASSERT_EQ(large.problems.size(), 1u);
  EXPECT_EQ(large.problems[0],
            "f.yaml:8:14: pipelines.p.sources[0].options.a: the environment variables' values are "
            "too large");
}

}  // namespace
}  // namespace griot::config::test
