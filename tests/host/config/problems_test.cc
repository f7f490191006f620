#include <gtest/gtest.h>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

// One file, and all that is said of it. `%` in the text stands for the rest of a good file.
struct Case {
  const char* name;
  const char* text;
  std::vector<std::string> problems;
};

constexpr const char* kRest = "services: [{plugin: board}]\n";

std::vector<std::string> ProblemsOf(std::string text) {
  if (size_t at = text.find('%'); at != std::string::npos) text.replace(at, 1, kRest);
  Workspace space;
  space.catalogue.Add("hook", kSourceBit)
      .Add("queue", kSourceBit | kSinkBit)
      .Add("enrich", kTransformBit)
      .Add("writer", kSinkBit)
      .Add("faulty", kServiceBit, R"({"properties":{"a":{"if":{}}}})")
      .Add("board", kServiceBit);
  space.env = {{"BAD", "Zzz"}, {"NUM", "7"}};
  space.Write("f.yaml", text);
  return space.Problems();
}

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class ProblemText : public testing::TestWithParam<Case> {};

TEST_P(ProblemText, IsExact) { EXPECT_EQ(ProblemsOf(GetParam().text), GetParam().problems); }

std::string NameOf(const testing::TestParamInfo<Case>& info) { return info.param.name; }

const Case kTop[] = {
    {"Good", "griot: 1\n%", {}},
    {"Empty", "", {"f.yaml:1:1: the file is empty"}},
    {"OnlyComments", "# x\n\n", {"f.yaml:1:1: the file is empty"}},
    {"OnlyAMarker", "---\n", {"f.yaml:2:1: expected a mapping, found nothing"}},
    {"NoMapping", "- a\n", {"f.yaml:1:1: expected a mapping, found a list"}},
    {"Syntax",
     "griot: 1\nservices: [{plugin: board}\n",
     {"f.yaml:3:1: not valid YAML near here: end of sequence flow not found"}},
    {"SyntaxVariable",
     "griot: 1\nservices: [{plugin: ${X}}]\n",
     {"f.yaml:2:22: not valid YAML near here: end of map flow not found (inside [ ] and { } put "
      "\"${…}\" in quotes)"}},
    {"Tabs",
     "griot: 1\nhttp:\n\tlisten: x\n",
     {"f.yaml:3:8: not valid YAML near here: illegal map value (indent with spaces, not tabs)"}},
    {"TwoDocuments",
     "griot: 1\n---\ngriot: 1\n",
     {"f.yaml:2:1: a pipeline file holds one YAML document, not several"}},
    {"Tag",
     "griot: 1\nmemory: !size 5\n",
     {"f.yaml:2:9: tags (!…) are not supported; put text that begins with ! in quotes"}},
    {"KeyThatIsAList", "griot: 1\n[a]: 1\n", {"f.yaml:2:1: a key must be a single word"}},
    {"UnknownAlias",
     "griot: 1\nmemory: *hunter2\n",
     {"f.yaml:2:9: not valid YAML near here: the referenced anchor is not defined"}},
    {"AliasInItself",
     "griot: 1\nservices: &a [*a]\n",
     {"f.yaml:2:15: an alias (*…) stands inside what it names"}},
    {"NotUtf8", "griot: 1\n# caf\xe9\n%", {"f.yaml:2:6: not valid UTF-8"}},
    {"Utf16", "\xff\xfeg", {"f.yaml:1:1: not valid UTF-8"}},
    {"ControlCharacter", "griot: 1\n# \x04\n%", {"f.yaml:2:3: a control character"}},
    {"NoVersion", "%", {"f.yaml:1:1: missing \"griot\" (begin the file with griot: 1)"}},
    {"OtherVersion",
     "griot: 2\n%",
     {"f.yaml:1:8: griot: this griot reads version 1 of pipeline files"}},
    {"NoNumberAsVersion",
     "griot: \"1\"\n%",
     {"f.yaml:1:8: griot: this griot reads version 1 of pipeline files"}},
    {"UnknownKey",
     "griot: 1\npipeline: {}\n%",
     {"f.yaml:2:1: pipeline: unknown key (did you mean \"pipelines\"?)"}},
    {"UnknownKeyFarFromAll",
     "griot: 1\nfoo: {}\n%",
     {"f.yaml:2:1: foo: unknown key (known: griot, http, memory, swap, plugins, pipelines, "
      "services)"}},
    {"DuplicateKey",
     "griot: 1\nmemory: 1MiB\nmemory: 2MiB\n%",
     {"f.yaml:3:1: memory: duplicate key (first at f.yaml:2:1)"}},
    {"MergeKey",
     "griot: 1\n<<: {memory: 1MiB}\n%",
     {"f.yaml:2:1: merge keys (<<) are not supported"}},
    {"QuotedMergeKeyIsAKey",
     "griot: 1\n\"<<\": 1\n%",
     {"f.yaml:2:1: \"<<\": unknown key (known: griot, http, memory, swap, plugins, pipelines, "
      "services)"}},
    {"NothingToRun",
     "griot: 1\nmemory: 1MiB\n",
     {"f.yaml:1:1: nothing to run: no pipelines, no services"}},
    {"SeveralAtOnce",
     "griot: 3\nmemry: 1\nhttp: 5\n%",
     {"f.yaml:1:8: griot: this griot reads version 1 of pipeline files",
      "f.yaml:2:1: memry: unknown key (did you mean \"memory\"?)",
      "f.yaml:3:7: http: expected a mapping, found an integer"}},
};
INSTANTIATE_TEST_SUITE_P(Top, ProblemText, testing::ValuesIn(kTop), NameOf);

const Case kHttp[] = {
    {"NoListen", "griot: 1\nhttp: {workers: 1}\n%", {"f.yaml:2:7: http: missing \"listen\""}},
    {"BarePort",
     "griot: 1\nhttp: {listen: 8080}\n%",
     {"f.yaml:2:16: http.listen: \"8080\" is no host:port (write 127.0.0.1:8080, or 0.0.0.0:8080 "
      "for every address)"}},
    {"NoHost",
     "griot: 1\nhttp: {listen: \":8080\"}\n%",
     {"f.yaml:2:16: http.listen: \":8080\" is no host:port (write 127.0.0.1:8080, or 0.0.0.0:8080 "
      "for every address)"}},
    {"PortOutOfRange",
     "griot: 1\nhttp: {listen: \"a:65536\"}\n%",
     {"f.yaml:2:16: http.listen: \"a:65536\" is no host:port (for instance 127.0.0.1:8080 or "
      "[::1]:8080)"}},
    {"BareV6",
     "griot: 1\nhttp: {listen: \"::1:80\"}\n%",
     {"f.yaml:2:16: http.listen: \"::1:80\" is no host:port (for instance 127.0.0.1:8080 or "
      "[::1]:8080)"}},
    {"BadV6",
     "griot: 1\nhttp: {listen: \"[::g]:80\"}\n%",
     {"f.yaml:2:16: http.listen: \"[::g]:80\" is no host:port (for instance [::1]:8080)"}},
    {"ListenIsAList",
     "griot: 1\nhttp: {listen: [a]}\n%",
     {"f.yaml:2:16: http.listen: expected a string, found a list"}},
    {"ListenFromAVariable",
     "griot: 1\nhttp: {listen: \"${BAD}\"}\n%",
     {"f.yaml:2:16: http.listen: the value of ${BAD} is no host:port (for instance 127.0.0.1:8080 "
      "or [::1]:8080)"}},
    {"ListenUnset",
     "griot: 1\nhttp: {listen: \"${NONE}:1\"}\n%",
     {"f.yaml:2:16: http.listen: environment variable NONE is not set"}},
    {"Workers",
     "griot: 1\nhttp: {listen: \"a:1\", workers: 257}\n%",
     {"f.yaml:2:32: http.workers: 257 is not between 0 and 256"}},
    {"WorkersQuoted",
     "griot: 1\nhttp: {listen: \"a:1\", workers: \"2\"}\n%",
     {"f.yaml:2:32: http.workers: expected an integer, found the string \"2\" (take the quotes "
      "off)"}},
    {"Proxies",
     "griot: 1\nhttp: {listen: \"a:1\", trusted_proxies: [10.0.0.0/33, 5, nginx]}\n%",
     {"f.yaml:2:41: http.trusted_proxies[0]: \"10.0.0.0/33\" is no IP address or block (for "
      "instance "
      "127.0.0.1 or 10.0.0.0/8)",
      "f.yaml:2:54: http.trusted_proxies[1]: expected a string, found the integer 5 (put it in "
      "quotes)",
      "f.yaml:2:57: http.trusted_proxies[2]: \"nginx\" is no IP address or block (for instance "
      "127.0.0.1 or 10.0.0.0/8)"}},
    {"Memory",
     "griot: 1\nmemory: 256\n%",
     {"f.yaml:2:9: memory: \"256\" is no size (for instance 64KB, 256MiB, 1GiB)"}},
    {"LittleMemory", "griot: 1\nmemory: 1KB\n%", {"f.yaml:2:9: memory: \"1KB\" is less than 1MiB"}},
    {"MemoryIsAMapping",
     "griot: 1\nmemory: {}\n%",
     {"f.yaml:2:9: memory: expected a string, found a mapping"}},
    {"PluginsIsNoList",
     "griot: 1\nplugins: ./p\n%",
     {"f.yaml:2:10: plugins: expected a list, found the string \"./p\""}},
    {"PluginsHoldNothing",
     "griot: 1\nplugins: [\"\", ~]\n%",
     {"f.yaml:2:11: plugins[0]: the name of a folder is empty",
      "f.yaml:2:15: plugins[1]: expected a string, found nothing (give it a value, or leave the "
      "line "
      "out)"}},
};
INSTANTIATE_TEST_SUITE_P(Http, ProblemText, testing::ValuesIn(kHttp), NameOf);

const Case kStages[] = {
    {"LineOfASecretWithoutIndentation",
     "griot: 1\nservices:\n  - plugin: board\n    options:\n      key: |\n        x\nhunter2\n",
     {"f.yaml:7:1: unknown key (known: griot, http, memory, swap, plugins, pipelines, services)"}},
    {"EmptyPipeline",
     "griot: 1\npipelines:\n  p:\n",
     {"f.yaml:3:3: pipelines.p: this pipeline is empty (it needs sources and sinks)"}},
    {"NoSinks",
     "griot: 1\npipelines:\n  p:\n    sources: [{plugin: hook}]\n",
     {"f.yaml:4:5: pipelines.p: missing \"sinks\""}},
    {"NoneOfTheSources",
     "griot: 1\npipelines:\n  p: {sources: [], sinks: [{plugin: writer}]}\n",
     {"f.yaml:3:16: pipelines.p.sources: at least one is needed"}},
    {"PipelineName",
     "griot: 1\npipelines:\n  Über: {sources: [{plugin: hook}], sinks: [{plugin: writer}]}\n",
     {"f.yaml:3:3: pipelines.Über: \"Über\" is not a good name (lower-case letters, digits, _ and "
      "-, "
      "a letter first, at most 63)"}},
    {"DuplicatePipeline",
     "griot: 1\npipelines:\n  p: {sources: [{plugin: hook}], sinks: [{plugin: writer}]}\n  p: 1\n",
     {"f.yaml:4:3: pipelines.p: duplicate key (first at f.yaml:3:3)"}},
    {"Lanes",
     "griot: 1\npipelines:\n  p: {lanes: -1, sources: [{plugin: hook}], sinks: [{plugin: "
     "writer}]}\n",
     {"f.yaml:3:14: pipelines.p.lanes: -1 is not between 0 and 256"}},
    {"StageIsAWord",
     "griot: 1\nservices: [board]\n",
     {"f.yaml:2:12: services[0]: expected a mapping, found a string"}},
    {"NoPlugin",
     "griot: 1\nservices: [{id: a}]\n",
     {"f.yaml:2:12: services[0]: missing \"plugin\""}},
    {"ModeOnASource",
     "griot: 1\npipelines:\n  p: {sources: [{plugin: hook, mode: required}], sinks: [{plugin: "
     "writer}]}\n",
     {"f.yaml:3:32: pipelines.p.sources[0].mode: unknown key (known: id, plugin, options)"}},
    {"ModeOfASink",
     "griot: 1\npipelines:\n  p: {sources: [{plugin: hook}], sinks: [{plugin: writer, mode: "
     "best-effort}]}\n",
     {"f.yaml:3:65: pipelines.p.sinks[0].mode: \"best-effort\" is neither required nor best_effort "
      "(did you mean \"best_effort\"?)"}},
    {"SameId",
     "griot: 1\npipelines:\n  p:\n    sources: [{plugin: queue}]\n    sinks: [{plugin: queue}]\n",
     {"f.yaml:5:22: pipelines.p.sinks[0]: two stages are called \"queue\" (first at f.yaml:4:15) "
      "(give this one an id of its own)"}},
    {"SameServiceId",
     "griot: 1\nservices:\n  - {id: a, plugin: board}\n  - {id: a, plugin: board}\n",
     {"f.yaml:4:10: services[1]: two stages are called \"a\" (first at f.yaml:3:5)"}},
    {"IdIsANumber",
     "griot: 1\nservices: [{id: 5, plugin: board}]\n",
     {"f.yaml:2:17: services[0].id: expected a string, found the integer 5 (put it in quotes)"}},
    {"IdFromAVariable",
     "griot: 1\nservices: [{id: \"${BAD}\", plugin: board}]\n",
     {"f.yaml:2:17: services[0].id: the value of ${BAD} is not a good name (lower-case letters, "
      "digits, _ and -, a letter first, at most 63)"}},
    {"NoSuchPlugin",
     "griot: 1\nplugins: [p, /q]\nservices: [{plugin: bord}]\n",
     {"f.yaml:3:21: services[0].plugin: no plugin \"bord\": in p, /q (did you mean \"board\"?)"}},
    {"NoSuchPluginNowhere",
     "griot: 1\nservices: [{plugin: zzzzz}]\n",
     {"f.yaml:2:21: services[0].plugin: no plugin \"zzzzz\": no file names a plugins folder "
      "(known: "
      "board, faulty)"}},
    {"PluginOfAnotherKind",
     "griot: 1\nservices: [{plugin: queue}]\n",
     {"f.yaml:2:21: services[0].plugin: plugin \"queue\" is no service (it is a source, sink)"}},
    {"FaultySchema",
     "griot: 1\nservices: [{plugin: faulty}, {id: b, plugin: faulty}]\n",
     {"f.yaml:2:21: services[0].plugin: the options schema of plugin \"faulty\" is faulty: "
      "/properties/a/if: unsupported keyword (a fault of the plugin, not of this file)"}},
    {"OptionsIsNoMapping",
     "griot: 1\nservices: [{plugin: board, options: hunter2}]\n",
     {"f.yaml:2:37: services[0].options: expected a mapping, found a string"}},
    {"FaultsInOptionsOfAnUnknownPlugin",
     "griot: 1\nservices: [{plugin: zzzzz, options: {a: {b: \"${NONE}\"}, c: 1, c: 2}}]\n",
     {"f.yaml:2:21: services[0].plugin: no plugin \"zzzzz\": no file names a plugins folder "
      "(known: "
      "board, faulty)",
      "f.yaml:2:45: services[0].options: environment variable NONE is not set",
      "f.yaml:2:63: services[0].options: duplicate key (first at f.yaml:2:57)"}},
};
INSTANTIATE_TEST_SUITE_P(Stages, ProblemText, testing::ValuesIn(kStages), NameOf);

TEST(Problems, OfSeveralFilesNameBothPlaces) {
  Workspace space;
  space.catalogue.Add("hook", kSourceBit).Add("writer", kSinkBit).Add("board", kServiceBit);
  std::string text =
      "griot: 1\nhttp: {listen: \"a:1\"}\nmemory: 1MiB\npipelines:\n"
      "  p: {sources: [{plugin: hook}], sinks: [{plugin: writer}]}\nservices: [{plugin: board}]\n";
  space.Write("z.yaml", text);
  space.Write("a.yaml", text);
  EXPECT_EQ(space.Problems(),
            (std::vector<std::string>{
                "a.yaml:2:7: http: only one file may hold \"http\" (first at z.yaml:2:7)",
                "a.yaml:3:9: memory: only one file may hold \"memory\" (first at z.yaml:3:9)",
                "a.yaml:5:3: pipelines.p: two pipelines have this name (first at z.yaml:5:3)",
                "a.yaml:6:12: services[0]: two services have this id (first at z.yaml:6:12)"}));
}

TEST(Problems, FilesThatCannotBeRead) {
  Workspace space;
  space.Write("sub/f.yaml", "");
  space.files_ = {(space.dir_ / "none.yaml").string(), (space.dir_ / "sub").string()};
  EXPECT_EQ(space.Problems(), (std::vector<std::string>{"none.yaml: no such file",
                                                        "sub: this is a folder, not a file"}));
}

TEST(Problems, AreBounded) {
  std::string text = "griot: 1\n";
  for (int i = 0; i < 5000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  std::vector<std::string> problems = ProblemsOf(text);
  ASSERT_EQ(problems.size(), Problems::kMost + 1);
  EXPECT_EQ(problems.back(), "f.yaml: 4000 more problems");
}

}  // namespace
}  // namespace griot::config::test
