// Pipeline files of any bytes: no crash, no sanitizer report, and what comes out is fit to be
// shown.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "host/config/config.h"
#include "host/config/json.h"
#include "host/config/text.h"

namespace {

using namespace griot::config;

constexpr const char* kSchema = R"({"type":"object","required":["path"],"properties":{
  "path":{"type":"string","pattern":"^/","default":"/x"},
  "secrets":{"type":"array","items":{"type":"string","writeOnly":true},"minItems":1},
  "n":{"type":["integer","null"],"minimum":0},"wait":{"type":"string","format":"duration"},
  "map":{"type":"object","additionalProperties":{"type":"number"}},
  "either":{"oneOf":[{"type":"string"},{"type":"array","items":{"enum":[1,"a",true]}}]}}})";

const std::string kSeeds[] = {
    "griot: 1\nhttp: {listen: 127.0.0.1:8080}\nmemory: 256MiB\nplugins: [./plugins]\npipelines:\n"
    "  collect:\n    sources: [{id: a, plugin: p, options: {path: /x, secrets: [\"${S}\"]}}]\n"
    "    transforms: []\n    sinks: [{id: b, plugin: p, mode: best_effort}]\n"
    "services: [{id: d, plugin: p, options: {}}]\n",
    "griot: 1\nservices:\n  - plugin: p\n    options:\n      n: ${N:-010}\n      wait: 5s\n"
    "      map: {a: 1.5, <<: *x}\n      either: &x [1, a, true]\n      secrets: *x\n",
    "griot: 1\na: &a [x, x]\nb: &b [*a, *a]\n? |\n  text\n: >-\n  \"folded\" $${\n...\n---\n",
    "\xef\xbb\xbfgriot: 1\r\n\tservices: !!map {\"k\\x41\": 'it''s', ~: null}\r\n# é €\r\n",
};

// Pieces that mean something to YAML or to us, put in by the mutations.
constexpr const char* kPieces[] = {
    "[",   "]", "{",    "}",           ": ", "- ",   "? ",           "&a ", "*a",    "!t ",
    "|\n", ">", "\n",   "  ",          "\t", "'",    "\"",           "#",   "---\n", "...\n",
    "${",  "}", "<<: ", "%YAML 1.2\n", "\\", "\xc3", "\xe2\x80\xa8", "\r",  "~",     "1e999"};

const std::string kSecret = "hunter2hunter2";

class OnePlugin final : public Catalogue {
 public:
  std::vector<Entry> Scan(const std::vector<std::string>&, std::vector<std::string>*) override {
    return {{"p", "1", ~0u, kSchema}};
  }
};

std::string Mutate(std::string text, std::mt19937_64& random) {
  for (uint64_t i = random() % 6 + 1; i > 0; --i) {
    size_t at = random() % (text.size() + 1);
    size_t length = random() % 12;
    switch (random() % 5) {
      case 0:
        text.insert(at, kPieces[random() % std::size(kPieces)]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(random() % (text.size() + 1), length * 4));
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      default: {
        const std::string& other = kSeeds[random() % std::size(kSeeds)];
        text = text.substr(0, at) + other.substr(random() % other.size());
      }
    }
  }
  return text;
}

void Require(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "config_fuzz: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const int file = memfd_create("config_fuzz", 0);
  static const std::string name = "/proc/self/fd/" + std::to_string(file);
  Require(ftruncate(file, 0) == 0, "cannot truncate");
  Require(pwrite(file, data, size, 0) == static_cast<ssize_t>(size), "cannot write");
  // A fuzzer learns the secret from the comparisons; then it is the file's own text.
  bool known = std::string_view(reinterpret_cast<const char*>(data), size).find("hunter") !=
               std::string_view::npos;
  auto leaks = [known](const std::string& text) {
    return !known && text.find(kSecret) != std::string::npos;
  };
  OnePlugin plugins;
  Loaded loaded = Load({name}, plugins, [](std::string_view variable) {
    return variable == "S" ? std::optional(kSecret) : std::nullopt;
  });
  for (const Problem& problem : loaded.problems) {
    std::string text = problem.Format();
    Require(!FindBadByte(text), "a problem that is no clean text");
    Require(text.find('\n') == std::string::npos, "a problem of two lines");
    Require(!leaks(text), "a secret in a problem");
  }
  if (!loaded.ok()) return 0;
  std::string error;
  for (const PipelineDef& pipeline : loaded.def.pipelines) {
    for (const StageDef& stage : pipeline.sources) {
      Require(ParseJson(stage.options_json, &error).has_value(), "options that are no JSON");
      Require(!leaks(stage.options_redacted), "a secret to be shown");
    }
  }
  ToMermaid(loaded.def);
  ToDot(loaded.def);
  return 0;
}

#ifndef GRIOT_LIBFUZZER
// config_fuzz [RUNS [SEED]]: mutations of the seeds; the seed is printed so that a run can be had
// again.
int main(int argc, char** argv) {
  uint64_t runs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
  std::printf("config_fuzz: %llu runs, seed %llu\n", static_cast<unsigned long long>(runs),
              static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  std::mt19937_64 random(seed);
  std::string text = kSeeds[0];
  for (uint64_t run = 0; run < runs; ++run) {
    // Mutations pile up for a while, so that some inputs are far from every seed.
    bool fresh = run % 8 == 0 || text.size() > 4096;
    text = Mutate(fresh ? kSeeds[random() % std::size(kSeeds)] : text, random);
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  }
}
#endif
