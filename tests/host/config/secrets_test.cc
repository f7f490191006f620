#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/host/config/support.h"
#include "tests/support/seed.h"

namespace griot::config::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// Every kind of place that a schema can call secret, each with limits that most values break.
constexpr const char* kSchema = R"({"type":"object","additionalProperties":false,
 "required":["never"],"properties":{
  "text":{"type":"string","writeOnly":true,"minLength":1000,"maxLength":2,"pattern":"^never$"},
  "choice":{"enum":["zzzzzzzz"],"writeOnly":true},
  "number":{"type":"integer","writeOnly":true,"minimum":1,"maximum":2},
  "flag":{"type":"boolean","writeOnly":true},
  "time":{"type":"string","format":"duration","writeOnly":true},
  "size":{"type":"string","format":"size","writeOnly":true},
  "uri":{"type":"string","format":"uri","writeOnly":true},
  "list":{"type":"array","writeOnly":true,"maxItems":1,"items":{"type":"string","maxLength":1}},
  "items":{"type":"array","items":{"type":"string","writeOnly":true,"maxLength":1}},
  "tree":{"type":"object","writeOnly":true,"additionalProperties":false,
          "properties":{"a":{"type":"object","properties":{"b":{"type":"integer"}}}}},
  "open":{"type":"object","writeOnly":true},
  "free":{"type":"object","additionalProperties":{"type":"integer","writeOnly":true}},
  "either":{"anyOf":[{"type":"string","maxLength":1},{"type":"string","writeOnly":true,"const":"x"}]},
  "inner":{"type":"object","properties":{"deep":{"type":"array","items":{
     "type":"object","properties":{"key":{"type":"string","writeOnly":true,"pattern":"^$"}}}}}},
  "plain":{"type":"string","maxLength":1}}})";

std::string All(const OptionsCase& result) {
  std::string out;
  for (const std::string& problem : result.problems) out += problem + "\n";
  out += result.redacted + "\n" + ToMermaid(result.loaded.def) + ToDot(result.loaded.def);
  for (const std::string& warning : result.loaded.warnings) out += warning;
  return out;
}

// Where a secret may stand in the options, `@` is the secret. Each as a user may write it, rightly
// or wrongly.
const std::vector<std::string> kPlaces = {
    "text: @",
    "text: '@'",
    "text: [@]",
    "text: {@: 1}",
    "text: {a: @}",
    "text: &@ x",
    "text: *@",
    "text: !@ x",
    "text: [@",
    "text: '@",
    "text: {@, @}",
    "text: \"\\q@\"",
    "choice: @",
    "choice: zzzzzzz@",
    "number: @",
    "number: '@'",
    "flag: @",
    "time: @",
    "size: @",
    "uri: @",
    "list: [@, @]",
    "list: @",
    "list: {@: @}",
    "list: [[@]]",
    "items: [@, @]",
    "items: [{@: @}]",
    "tree: @",
    "tree: [@]",
    "tree: {@: 1}",
    "tree: {@: 1, @: 2}",
    "tree: {a: @}",
    "tree: {a: {b: @}}",
    "tree: {a: {@: @}}",
    "tree: {<<: {@: @}}",
    "open: {@: @, @: @}",
    "open: {x: {@: [@]}}",
    "free: {x: @}",
    "either: @",
    "either: [@]",
    "inner: {deep: [{key: @}]}",
    "text: ${@",
    "text: \"${@ x}\"",
    "text: ${NONE:-${@}",
    "text: @\ntext: @",
    "text: @: @",
    "text: | # @\n  @\n@",
    "text: \"@\t\\x00\"",
    "inner: {deep: [{key: [@]}]}",
    "text: @ #\n  @",
};

std::string Put(std::string text, const std::string& secret) {
  for (size_t at = 0; (at = text.find('@', at)) != std::string::npos; at += secret.size()) {
    text.replace(at, 1, secret);
  }
  return text;
}

std::string RandomSecret(std::mt19937_64& random, int kind) {
  static constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string secret;
  for (int i = 0; i < 12; ++i) {
    secret +=
        kind == 0 ? kLetters[random() % kLetters.size()] : static_cast<char>('1' + random() % 9);
  }
  return kind == 2 ? secret.insert(6, ".") : secret;
}

TEST(Secrets, AreNeverPrintedWhereverTheyStand) {
  std::mt19937_64 random(griot::test::Seed());
  for (const std::string& place : kPlaces) {
    for (int kind = 0; kind < 3; ++kind) {
      std::string secret = RandomSecret(random, kind);
      SCOPED_TRACE(Put(place, secret));
      OptionsCase result(kSchema, Put(place, secret));
      EXPECT_FALSE(result.problems.empty());
      EXPECT_THAT(All(result), Not(HasSubstr(secret)));
    }
  }
}

TEST(Secrets, FromVariablesAreNeverPrintedWhereverTheyStand) {
  std::mt19937_64 random(griot::test::Seed());
  for (const std::string& place : kPlaces) {
    for (const char* around : {"${S}", "x${S}y"}) {
      for (int kind = 0; kind < 3; ++kind) {
        std::string secret = RandomSecret(random, kind);
        std::string options = Put(place, around);
        SCOPED_TRACE(options);
        EXPECT_THAT(All(OptionsCase(kSchema, options, {{"S", secret}})), Not(HasSubstr(secret)));
      }
    }
  }
  OptionsCase plain(kSchema, "plain: ${S}", {{"S", "hunter2"}});
  EXPECT_THAT(All(plain), Not(HasSubstr("hunter2"))) << "not even where nobody said it is secret";
  EXPECT_THAT(
      plain.problems,
      testing::Contains("f.yaml:8:18: pipelines.p.sources[0].options.plain: the value of ${S} "
                        "is longer than 1 characters"));
}

TEST(Secrets, ProblemsStillSayWhatIsWrong) {
  OptionsCase result(kSchema, "number: 77\nlist: [aa, bb]\ntree: {zz: 1}\ntext: 5");
  std::string place = "pipelines.p.sources[0].options";
  EXPECT_THAT(result.problems,
              testing::ElementsAre(
                  "f.yaml:8:11: " + place + ": missing \"never\"",
                  "f.yaml:8:19: " + place + ".number: the value is more than the maximum 2",
                  "f.yaml:9:17: " + place + ".list: the list has more than 1 items",
                  "f.yaml:9:18: " + place + ".list[0]: the value is longer than 1 characters",
                  "f.yaml:9:22: " + place + ".list[1]: the value is longer than 1 characters",
                  "f.yaml:10:18: " + place + ".tree.***: unknown key",
                  "f.yaml:11:17: " + place +
                      ".text: expected a string, found an integer (put it in quotes)"));
}

TEST(Secrets, AreInTheOptionsAndNotInTheirRedactedForm) {
  OptionsCase result(
      R"({"properties":{"secret":{"type":"string","writeOnly":true},
      "keys":{"type":"array","items":{"type":"string","writeOnly":true}},
      "n":{"type":"integer","writeOnly":true,"default":5},
      "tree":{"type":"object","properties":{"p":{"writeOnly":true},"q":{"type":"string"}}},
      "url":{"type":"string"},"list":{"type":"array"},"open":{"type":"object"}}})",
      "secret: s1\nkeys: [s2, s3]\ntree: {p: {x: s4}, q: seen}\nurl: redis://${H}:1\n"
      "list: [1, a]\nopen: {any: s5}\nmispelt: s6",
      {{"H", "s7"}});
  EXPECT_EQ(result.problems, std::vector<std::string>{});
  EXPECT_EQ(result.json,
            R"({"keys":["s2","s3"],"list":[1,"a"],"mispelt":"s6","n":5,"open":{"any":"s5"},)"
            R"("secret":"s1","tree":{"p":{"x":"s4"},"q":"seen"},"url":"redis://s7:1"})");
  EXPECT_EQ(
      result.redacted,
      R"({"keys":["***","***"],"list":[1,"a"],"mispelt":"***","n":"***","open":{"any":"***"},)"
      R"("secret":"***","tree":{"p":"***","q":"seen"},"url":"redis://${H}:1"})")
      << "what no schema names may be a secret under a wrong name";
}

}  // namespace
}  // namespace griot::config::test
