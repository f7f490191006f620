// What is said of a mapping that is wrong, and exactly where.
#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The problems of a mapping whose `events` begin in line 4.
std::vector<std::string> Of(std::string_view rest) { return ProblemsOf(Mapping(rest)); }

TEST(Problem, OfNames) {
  EXPECT_THAT(Of("evnts: []\nevents: [{name: e, key: k}]\n"),
              ElementsAre("crm.yaml:4:1: evnts: unknown name (did you mean \"events\"?)"));
  EXPECT_THAT(Of("events:\n  - name: e\n    key: k\n    propertis: {}\n"),
              ElementsAre("crm.yaml:7:5: events[0].propertis: unknown name (did you mean "
                          "\"properties\"?)"));
  EXPECT_THAT(Of("events: [{name: e, key: k, zzzzzzzzz: 1}]\n").at(0),
              HasSubstr("unknown name (known: name, when, key"));
}

TEST(Problem, OfWhatIsMissing) {
  EXPECT_THAT(
      ProblemsOf("mapping: 1\nevents: [{name: e}]\n"),
      ElementsAre("crm.yaml:1:1: \"name\" is missing", "crm.yaml:1:1: \"signature\" is missing",
                  "crm.yaml:2:10: events[0]: \"key\" is missing"));
  EXPECT_THAT(Of("events: []\n"), ElementsAre("crm.yaml:4:9: events: must be a list of events"));
}

TEST(Problem, OfEventsWithoutAName) {
  const std::string wanted =
      ": events[0].name: must have 1 to 200 characters, and no control characters";
  const auto named = [](const std::string& name) {
    return Of("events:\n  - key: k\n    name: " + name + "\n");
  };
  EXPECT_THAT(named("\"\""), ElementsAre("crm.yaml:6:11" + wanted));
  EXPECT_THAT(named(std::string(201, 'x')), ElementsAre("crm.yaml:6:11" + wanted));
  EXPECT_THAT(named("\"a\\tb\""), ElementsAre("crm.yaml:6:11" + wanted));
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "ä";
  EXPECT_THAT(named(wide), ElementsAre());
  EXPECT_THAT(Of("events: [{name: e, key: k, count: [{as: '', when: {a: b}}]}]\n"),
              ElementsAre("crm.yaml:4:41: events[0].count[0].as: must have letters"));
}

TEST(Problem, OfVersionsAndWords) {
  EXPECT_THAT(ProblemsOf("mapping: 2\nname: A b\nsignature: none\nevents: [{name: e, key: k}]\n"),
              ElementsAre("crm.yaml:1:10: mapping: this griot reads version 1",
                          "crm.yaml:2:7: name: must be of a-z, 0-9, _, - and . (at most 64)"));
  EXPECT_THAT(Of("body: jsn\nevents: [{name: e, key: k}]\n"),
              ElementsAre("crm.yaml:4:7: body: \"jsn\" is not possible here (did you mean "
                          "\"json\"?)"));
}

TEST(Problem, InsideExpressions) {
  const auto key = [](std::string_view expression) {
    return Of("events:\n  - name: e\n    key: " + std::string(expression) + "\n");
  };
  EXPECT_THAT(key("a | phon(b)"),
              ElementsAre("crm.yaml:6:14: events[0].key: no function \"phon\" (did you mean "
                          "\"phone\"?)"));
  EXPECT_THAT(key("\"ä | a..b\""), ElementsAre("crm.yaml:6:17: events[0].key: expected a name"));
  EXPECT_THAT(key("a |"), ElementsAre("crm.yaml:6:13: events[0].key: expected a path, a function "
                                      "or =text"));
  EXPECT_THAT(key("a b"), ElementsAre("crm.yaml:6:12: events[0].key: expected | or the end of the "
                                      "expression"));
  EXPECT_THAT(key("lower(a"), ElementsAre("crm.yaml:6:17: events[0].key: expected )"));
  EXPECT_THAT(key("before(a)"),
              ElementsAre("crm.yaml:6:18: events[0].key: expected , and a text such as '/'"));
  EXPECT_THAT(key("^.a"),
              ElementsAre("crm.yaml:6:10: events[0].key: there is no level above the body"));
  EXPECT_THAT(key("\"a[].b\""), ElementsAre("crm.yaml:6:13: events[0].key: [] stands in `each` "
                                            "only; [0] is the first element"));
  EXPECT_THAT(key("\"='open\""),
              ElementsAre("crm.yaml:6:12: events[0].key: this quote is never closed"));
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "text(";
  EXPECT_THAT(key(deep).at(0), HasSubstr("nested too deeply"));
}

TEST(Problem, OfLists) {
  EXPECT_THAT(Of("events:\n  - each: a[].b\n    events: [{name: e, key: k}]\n"),
              ElementsAre("crm.yaml:5:16: events[0].each: expected . or []: the path must end in "
                          "[]"));
  EXPECT_THAT(Of("events:\n  - each: a[0]\n    events: [{name: e, key: k}]\n"),
              ElementsAre("crm.yaml:5:13: events[0].each: expected ]: `each` takes every element"));
  EXPECT_THAT(Of("events:\n  - each: a[].a[].a[].a[].a[].a[].a[].a[]\n    events: []\n"),
              ElementsAre("crm.yaml:5:11: events[0].each: at most 7 lists within one another"));
}

TEST(Problem, OfConditionsAndValues) {
  const auto when = [](std::string_view text) {
    return Of("events:\n  - name: e\n    key: k\n    when: " + std::string(text) + "\n");
  };
  EXPECT_THAT(when("message"),
              ElementsAre("crm.yaml:7:11: events[0].when: must be a map such as {event: message}"));
  EXPECT_THAT(when("{t: {exist: true}}"),
              ElementsAre("crm.yaml:7:15: events[0].when.t: expected a test: exists: true, in: […]",
                          "crm.yaml:7:16: events[0].when.t.exist: unknown name (did you mean "
                          "\"exists\"?)"));
  EXPECT_THAT(when("{t: null}").at(0), HasSubstr("{exists: false} for null"));
  EXPECT_THAT(when("{t: {exists: maybe}}"),
              ElementsAre("crm.yaml:7:24: events[0].when.t.exists: must be true or false"));
  EXPECT_THAT(Of("events: [{name: e, key: k, properties: {p: {value: a, else: b}}}]\n").at(0),
              HasSubstr("events[0].properties.p.else: goes with a table"));
  EXPECT_THAT(Of("events: [{name: e, key: k, properties: {waId: a}}]\n"),
              ElementsAre("crm.yaml:4:41: events[0].properties.waId: is written by itself"));
}

TEST(Problem, OfTheScheme) {
  const auto of = [](std::string_view rest) {
    return ProblemsOf("mapping: 1\nname: crm\n" + std::string(rest) +
                      "events: [{name: e, key: k}]\n");
  };
  EXPECT_THAT(of("signature: {hmac: sha265, header: H}\n"),
              ElementsAre("crm.yaml:3:19: signature.hmac: \"sha265\" is not possible here (did you "
                          "mean \"sha256\"?)"));
  EXPECT_THAT(of("signature: {header: H, signed: \"{ts}.{bdy}\", timestamp_header: T}\n").at(0),
              HasSubstr("crm.yaml:3:38: signature.signed: no part {bdy} (did you mean \"body\"?)"));
  EXPECT_THAT(of("signature: {header: H, signed: \"{ts}\", timestamp_header: T}\n").at(0),
              HasSubstr("must hold {body}"));
  EXPECT_THAT(of("signature: {header: H, signed: \"{ts}.{body}\"}\n"),
              ElementsAre("crm.yaml:3:32: signature.signed: {ts} needs timestamp_header"));
  EXPECT_THAT(of("signature: yes\n").at(0), HasSubstr("must be none"));
  EXPECT_THAT(of("signature: none\nack: {status: 500}\n"),
              ElementsAre("crm.yaml:4:15: ack.status: must be a status from 200 to 299"));
  EXPECT_THAT(of("signature: none\nredact: ['a[0]']\n"),
              ElementsAre("crm.yaml:4:13: redact[0]: expected ]: every element of a list is "
                          "redacted"));
}

TEST(Problem, OfNamesAndJoins) {
  EXPECT_THAT(Of("let: {contact: c}\nevents: [{name: e, key: $contcat.id}]\n"),
              ElementsAre("crm.yaml:5:25: events[0].key: no $contcat is in `let` (did you mean "
                          "\"contact\"?)"));
  EXPECT_THAT(Of("let: {b: $a, a: c}\nevents: [{name: e, key: k}]\n").at(0),
              HasSubstr("let.b: no $a is in `let`"));
  EXPECT_THAT(Of("events: [{name: e, key: k}, {when: {a: b}, let: {x: a}, events: [{name: f, key: "
                 "$x}]}, {name: g, key: $x}]\n")
                  .at(0),
              HasSubstr("events[2].key: no $x is in `let`"));
  EXPECT_THAT(
      Of("let: {a: x}\nevents: [{each: 'm[]', let: {a: y}, events: [{name: e, key: k}]}]\n").at(0),
      HasSubstr("events[0].let.a: has this name already"));
  EXPECT_THAT(Of("events: [{name: e, key: 'recall(agnt, id)', remember: [{as: agent, key: id, "
                 "value: a}]}]\n"),
              ElementsAre("crm.yaml:4:25: events[0].key: nothing is remembered as \"agnt\" (did "
                          "you mean \"agent\"?)"));
  EXPECT_THAT(Of("events: [{name: e, key: 'recall(agent)'}]\n").at(0),
              HasSubstr("expected , and the parts of its key"));
  EXPECT_THAT(Of("events: [{name: e, key: 'seconds(a)'}]\n").at(0),
              HasSubstr("expected two times: seconds(to, from)"));
  EXPECT_THAT(Of("events: [{name: e, key: 'list[id=(a].b'}]\n").at(0), HasSubstr("expected )"));
  EXPECT_THAT(Of("events: [{each: ['a[]', 'b[].c[]'], events: [{name: e, key: k}]}]\n").at(0),
              HasSubstr("events[0].each: all must have as many []"));
  EXPECT_THAT(Of("events: [{name: e, key: k, when: {a: {is: txt}}}]\n").at(0),
              HasSubstr("no type \"txt\" (did you mean \"text\"?)"));
  EXPECT_THAT(Of("events: [{name: e, key: k, when: {a: {not: {is: text, in: [b]}}}}]\n").at(0),
              HasSubstr("one test at a time"));
  EXPECT_THAT(Of("events: [{when: {a: b}, events: []}]\n").at(0),
              HasSubstr("events[0].events: must be a list of events"));
  EXPECT_THAT(Of("events: [{name: e, key: k, more: [{properties: {a: b}}]}]\n").at(0),
              HasSubstr("events[0].more[0]: \"when\" is missing"));
}

TEST(Problem, OfExtends) {
  EXPECT_THAT(ProblemsOf("mapping: 1\nname: x\nextends: mta\n").at(0),
              HasSubstr("crm.yaml:3:10: extends: no preset (did you mean \"meta\"?)"));
  EXPECT_THAT(ProblemsOf("mapping: 1\nextends: meta\n"),
              ElementsAre("crm.yaml:1:1: \"name\" is missing"));
}

TEST(Problem, OfYaml) {
  EXPECT_THAT(ProblemsOf(""), ElementsAre("crm.yaml:1:1: the file is empty"));
  EXPECT_THAT(ProblemsOf("a: 1\na: 2\n"), ElementsAre("crm.yaml:2:1: this key stands here twice"));
  EXPECT_THAT(ProblemsOf("a: &x 1\n").at(0), HasSubstr("anchors"));
  EXPECT_THAT(ProblemsOf("a: !!str 1\n").at(0), HasSubstr("tags"));
  EXPECT_THAT(ProblemsOf("a: [1\n").at(0), HasSubstr("crm.yaml:"));
  EXPECT_THAT(ProblemsOf("just text\n").at(0), HasSubstr("must be a map"));
  EXPECT_FALSE(ProblemsOf(std::string(5000, '[')).empty());
  EXPECT_FALSE(ProblemsOf(std::string(2 << 20, ' ')).empty());
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
