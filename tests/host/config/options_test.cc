#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

// `problems` without the place of the options, "f.yaml:" and "pipelines.p.sources[0].".
struct Case {
  const char* name;
  const char* schema;
  const char* options;
  const char* json;  ///< checked when there is no problem
  std::vector<std::string> problems;
};

std::string Short(std::string text) {
  for (const std::string part : {"f.yaml:", "pipelines.p.sources[0]."}) {
    for (size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
  }
  return text;
}

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Options : public testing::TestWithParam<Case> {};

TEST_P(Options, Are) {
  const Case& c = GetParam();
  OptionsCase result(c.schema, c.options);
  std::vector<std::string> problems;
  for (const std::string& problem : result.problems) problems.push_back(Short(problem));
  EXPECT_EQ(problems, c.problems);
  if (c.problems.empty()) {
    EXPECT_EQ(result.json, c.json);
  }
}

std::string NameOf(const testing::TestParamInfo<Case>& info) { return info.param.name; }

constexpr const char* kTyped = R"({"properties":{"s":{"type":"string"},"i":{"type":"integer"},
  "n":{"type":"number"},"b":{"type":"boolean"},"l":{"type":"array","items":{"type":"string"}},
  "o":{"type":"object","properties":{"x":{"type":"integer"}}},
  "z":{"type":["string","null"]},"d":{"type":"string","format":"duration"},
  "w":{"type":"string","format":"size"},"u":{"type":"string","format":"uri"}}})";

const Case kTypes[] = {
    {"Good",
     kTyped,
     "s: text\ni: 010\nn: 1.5\nb: true\nl: [a, '1']\no: {x: -3}\nz: ~\nd: 5s\nw: 3MiB\nu: a:b",
     R"({"b":true,"d":"5s","i":10,"l":["a","1"],"n":1.5,"o":{"x":-3},"s":"text","u":"a:b","w":"3MiB","z":null})",
     {}},
    {"StringNumber",
     kTyped,
     "s: 123",
     "",
     {"8:14: options.s: expected a string, found the integer 123 (put it in quotes)"}},
    {"StringVersion",
     kTyped,
     "s: 1.10",
     "",
     {"8:14: options.s: expected a string, found the number 1.10 (put it in quotes)"}},
    {"StringBoolean",
     kTyped,
     "s: true",
     "",
     {"8:14: options.s: expected a string, found the boolean true (put it in quotes)"}},
    {"StringNothing",
     kTyped,
     "s:",
     "",
     {"8:11: options.s: expected a string, found nothing (give it a value, or leave the line "
      "out)"}},
    {"StringList", kTyped, "s: [a]", "", {"8:14: options.s: expected a string, found a list"}},
    {"StringMapping",
     kTyped,
     "s: {a: 1}",
     "",
     {"8:14: options.s: expected a string, found a mapping"}},
    {"IntegerText",
     kTyped,
     "i: many",
     "",
     {"8:14: options.i: expected an integer, found the string \"many\""}},
    {"IntegerQuoted",
     kTyped,
     "i: '5'",
     "",
     {"8:14: options.i: expected an integer, found the string \"5\" (take the quotes off)"}},
    {"IntegerReal",
     kTyped,
     "i: 5.0",
     "",
     {"8:14: options.i: expected an integer, found the number 5.0"}},
    {"IntegerHuge",
     kTyped,
     "i: 9223372036854775808",
     "",
     {"8:14: options.i: expected an integer, found the out-of-range number 9223372036854775808"}},
    {"BooleanYes",
     kTyped,
     "b: yes",
     "",
     {"8:14: options.b: expected true or false, found the string \"yes\" (write true)"}},
    {"BooleanOff",
     kTyped,
     "b: Off",
     "",
     {"8:14: options.b: expected true or false, found the string \"Off\" (write false)"}},
    {"ListWord", kTyped, "l: a", "", {"8:14: options.l: expected a list, found the string \"a\""}},
    {"ListItem",
     kTyped,
     "l:\n- a\n- 5",
     "",
     {"10:13: options.l[1]: expected a string, found the integer 5 (put it in quotes)"}},
    {"Nested",
     kTyped,
     "o: {x: a}",
     "",
     {"8:18: options.o.x: expected an integer, found the string \"a\""}},
    {"TwoTypes",
     kTyped,
     "z: 5",
     "",
     {"8:14: options.z: expected a string or nothing, found the integer 5 (put it in quotes)"}},
    {"DurationNumber",
     kTyped,
     "d: 5",
     "",
     {"8:14: options.d: expected a duration such as 250ms, 5s or 10m, found the integer 5"}},
    {"DurationText",
     kTyped,
     "d: 5 sec",
     "",
     {"8:14: options.d: \"5 sec\" is not a duration (for instance 250ms, 5s, 10m, 1h)"}},
    {"SizeText",
     kTyped,
     "w: 3mb",
     "",
     {"8:14: options.w: \"3mb\" is not a size (for instance 64KB, 256MiB, 1GiB)"}},
    {"UriText",
     kTyped,
     "u: localhost",
     "",
     {"8:14: options.u: \"localhost\" is not a URI (for instance redis://127.0.0.1:6379)"}},
    {"OutOfRangeWithoutAType",
     "",
     "x: 1e999",
     "",
     {"8:14: options.x: expected a number in range, found the out-of-range number 1e999"}},
};
INSTANTIATE_TEST_SUITE_P(Types, Options, testing::ValuesIn(kTypes), NameOf);

constexpr const char* kLimited = R"({"type":"object","additionalProperties":false,"properties":{
  "e":{"type":"string","enum":["always","everysec"]},"m":{"enum":[1,"one",null]},"c":{"const":5},
  "i":{"type":"integer","minimum":1,"maximum":16},"n":{"type":"number","minimum":0.5},
  "s":{"type":"string","minLength":2,"maxLength":3},"t":{"type":"string","minLength":1},
  "p":{"type":"string","pattern":"^/","description":"a path that begins with /"},
  "l":{"type":"array","minItems":1,"maxItems":2},"webhook_path":{}}})";

const Case kLimits[] = {
    {"Good",
     kLimited,
     "e: always\nm: one\nc: 5\ni: 16\nn: 0.5\ns: éé\np: /x\nl: [1, 2]",
     R"({"c":5,"e":"always","i":16,"l":[1,2],"m":"one","n":0.5,"p":"/x","s":"éé"})",
     {}},
    {"Enum",
     kLimited,
     "e: alway",
     "",
     {"8:14: options.e: \"alway\" is none of \"always\", \"everysec\" (did you mean \"always\"?)"}},
    {"EnumOfSeveralTypes",
     kLimited,
     "m: 2",
     "",
     {"8:14: options.m: 2 is none of 1, \"one\", null"}},
    {"Const", kLimited, "c: 6", "", {"8:14: options.c: 6 is not 5"}},
    {"Minimum", kLimited, "i: 0", "", {"8:14: options.i: 0 is less than the minimum 1"}},
    {"Maximum", kLimited, "i: 17", "", {"8:14: options.i: 17 is more than the maximum 16"}},
    {"RealMinimum",
     kLimited,
     "n: 0.25",
     "",
     {"8:14: options.n: 0.25 is less than the minimum 0.5"}},
    {"MinLength", kLimited, "s: é", "", {"8:14: options.s: \"é\" is shorter than 2 characters"}},
    {"MaxLength",
     kLimited,
     "s: éééé",
     "",
     {"8:14: options.s: \"éééé\" is longer than 3 characters"}},
    {"EmptyText", kLimited, "t: ''", "", {"8:14: options.t: \"\" is empty"}},
    {"Pattern",
     kLimited,
     "p: x",
     "",
     {"8:14: options.p: \"x\" does not match the pattern ^/ (a path that begins with /)"}},
    {"MinItems", kLimited, "l: []", "", {"8:14: options.l: the list has fewer than 1 items"}},
    {"MaxItems", kLimited, "l: [1, 2, 3]", "", {"8:14: options.l: the list has more than 2 items"}},
    {"UnknownKey",
     kLimited,
     "webhook_pth: /x",
     "",
     {"8:11: options.webhook_pth: unknown key (did you mean \"webhook_path\"?)"}},
    {"UnknownKeyWithFaults",
     kLimited,
     "zzzzzzz: {a: '${NONE}'}",
     "",
     {"8:11: options.zzzzzzz: unknown key (known: e, m, c, i, n, s, t, p, l, webhook_path)",
      "8:24: options.zzzzzzz: environment variable NONE is not set"}},
    {"DuplicateKey",
     kLimited,
     "i: 1\nc: 5\ni: 2",
     "",
     {"10:11: options.i: duplicate key (first at 8:11)"}},
    {"MergeKey", kLimited, "<<: {i: 1}", "", {"8:11: options: merge keys (<<) are not supported"}},
    {"AllOfThem",
     kLimited,
     "i: 0\nc: 6\nx: 1",
     "",
     {"8:14: options.i: 0 is less than the minimum 1", "9:14: options.c: 6 is not 5",
      "10:11: options.x: unknown key (known: e, m, c, i, n, s, t, p, l, webhook_path)"}},
};
INSTANTIATE_TEST_SUITE_P(Limits, Options, testing::ValuesIn(kLimits), NameOf);

constexpr const char* kShaped = R"({"type":"object","required":["url","retry"],"properties":{
  "url":{"type":"string","description":"where Redis listens"},
  "lanes":{"type":"integer","default":16},
  "retry":{"type":"object","default":{"first":"1s"},"required":["most"],
    "properties":{"first":{"type":"string"},"most":{"type":"integer","default":3}}},
  "map":{"type":"object","additionalProperties":{"type":"integer"}}}})";

constexpr const char* kEither = R"({"properties":{
  "key":{"oneOf":[{"type":"string","description":"one key"},
                  {"type":"array","items":{"type":"string","minLength":1}}]},
  "at":{"anyOf":[{"type":"object","required":["host"],"properties":{"port":{"type":"integer","default":1}},
                  "description":"a host"},
                 {"type":"integer"},{"const":"auto"}]}},
  "anyOf":[{"required":["key"],"description":"key"},{"required":["at"],"description":"at"}]})";

const Case kShapes[] = {
    {"Defaults",
     kShaped,
     "url: x",
     R"({"lanes":16,"retry":{"first":"1s","most":3},"url":"x"})",
     {}},
    {"InnerDefaults",
     kShaped,
     "url: x\nretry: {}",
     R"({"lanes":16,"retry":{"most":3},"url":"x"})",
     {}},
    {"Missing", kShaped, "lanes: 1", "", {"8:11: options: missing \"url\" (where Redis listens)"}},
    {"NoOptions", kShaped, "", "", {"6:9: options: missing \"url\" (where Redis listens)"}},
    {"FreeNames",
     kShaped,
     "url: x\nmap: {a: 1, b-2: 2}",
     R"({"lanes":16,"map":{"a":1,"b-2":2},"retry":{"first":"1s","most":3},"url":"x"})",
     {}},
    {"FreeNamesTyped",
     kShaped,
     "url: x\nmap: {a: x, 'b c': y}",
     "",
     {"9:20: options.map.a: expected an integer, found the string \"x\"",
      "9:30: options.map.\"b c\": expected an integer, found the string \"y\""}},
    {"UndeclaredIsKept",
     kShaped,
     "url: x\nmore: [1, {a: yes}]",
     R"({"lanes":16,"more":[1,{"a":"yes"}],"retry":{"first":"1s","most":3},"url":"x"})",
     {}},
    {"FirstAlternative", kEither, "key: a", R"({"key":"a"})", {}},
    {"SecondAlternative", kEither, "key: [a, b]", R"({"key":["a","b"]})", {}},
    {"AlternativeWithDefaults", kEither, "at: {host: h}", R"({"at":{"host":"h","port":1}})", {}},
    {"AlternativeConst", kEither, "at: auto", R"({"at":"auto"})", {}},
    {"NoAlternative", kEither, "key: 5", "", {"8:16: options.key: fits none of: one key; a list"}},
    {"NoAlternativeInside",
     kEither,
     "key: ['']",
     "",
     {"8:16: options.key: fits none of: one key; a list"}},
    {"NoAlternativeConst",
     kEither,
     "at: often",
     "",
     {"8:15: options.at: fits none of: a host; an integer; a string"}},
    {"NeitherGiven", kEither, "x: 1", "", {"8:11: options: fits none of: key; at"}},
    {"FaultInAnAlternative",
     kEither,
     "key: '${NONE}'",
     "",
     {"8:16: options.key: environment variable NONE is not set"}},
    {"FaultDeepInAnAlternative",
     kEither,
     "key: [a, '${NONE}']",
     "",
     {"8:20: options.key[1]: environment variable NONE is not set"}},
    {"DuplicateInAnAlternative",
     kEither,
     "at: {host: h, host: i}",
     "",
     {"8:25: options.at.host: duplicate key (first at 8:16)"}},
};
INSTANTIATE_TEST_SUITE_P(Shapes, Options, testing::ValuesIn(kShapes), NameOf);

TEST(OptionsOfAStage, AreRequiredWithoutTheKeyToo) {
  Workspace space;
  space.catalogue.Add("board", kServiceBit, kShaped);
  space.Write("f.yaml", "griot: 1\nservices:\n  - plugin: board\n");
  EXPECT_THAT(space.Problems(),
              testing::ElementsAre(
                  "f.yaml:3:5: services[0].options: missing \"url\" (where Redis listens)"));
}

TEST(OptionsOfAStage, FilesAreSeenFromTheFileThatNamesThem) {
  constexpr char kFile[] = R"({"properties":{"f":{"type":"string","format":"file"},
    "l":{"type":"array","items":{"type":"string","format":"file"}}}})";
  OptionsCase result(kFile, "f: maps/../a.yaml\nl: [/etc/b, '${HERE}/c']", {{"HERE", "d"}});
  EXPECT_THAT(result.problems, testing::IsEmpty());
  const std::string dir = result.space.dir_.string();
  EXPECT_EQ(result.json, R"({"f":")" + dir + R"(/a.yaml","l":["/etc/b",")" + dir + "/d/c\"]}");
}

TEST(OptionsOfAStage, ALongTextIsNotGivenToARegularExpression) {
  OptionsCase result(kLimited, "p: /" + std::string(500'000, 'a'));
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0], testing::HasSubstr("is too long to be matched with the pattern"));
}

}  // namespace
}  // namespace griot::config::test
