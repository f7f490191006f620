// Any bytes as a webhook through each preset, as a mapping of its own, and as what proves a
// signature: nothing may crash or go on for ever, and every event must be one that a store takes.
// The first byte chooses. With GRIOT_LIBFUZZER the main() is libFuzzer's; else the one below runs N
// mutations of the fixtures and the presets.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/event_time.hpp"
#include "plugins/whatsapp_crm/mapping/compile.h"
#include "plugins/whatsapp_crm/mapping/evaluator.h"
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/presets.h"
#include "plugins/whatsapp_crm/mapping/signature_checker.h"
#include "tests/support/mutate.h"

namespace {

using namespace griot::whatsapp_crm::mapping;
namespace json = griot::json;

constexpr griot::Micros kNow = 1'800'000'000 * griot::kSecond;
constexpr uint8_t kMapping = 0xFF;
constexpr uint8_t kSignature = 0xFE;

uint64_t events = 0, compiled = 0;

void Require(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "mapping_fuzz: %s\n", what);
  std::abort();
}

class Checked final : public Sink {
 public:
  void Event(const Mapped& event) override {
    ++events;
    Require(!event.name.empty() && !event.key.empty() && !event.key_space.empty(), "a bare event");
    Require(event.user_id.size() < 2048, "a user id without end");
    Require(event.occurred_at <= kNow + griot::kMostAhead, "an event of the future");
    for (const std::string_view object : {event.properties, event.context}) {
      json::Document document;
      Require(document.Parse(object, {.max_depth = 200}).ok(), "properties that are no JSON");
      Require(document.root().is_object() && document.root().jsonb_ok(), "what no column takes");
      Require(document.root().JsonbTextBound() < (8u << 20), "what grows without end when stored");
    }
  }
  void Dead(std::string_view, std::string_view reason, std::string_view) override {
    Require(!reason.empty(), "a dead letter without a reason");
  }
  void Unknown(std::string_view) override {}
};

struct Preset {
  explicit Preset(std::string_view text) {
    std::vector<std::string> problems;
    program = Compile("preset", text, &problems);
    Require(program != nullptr, "a preset that does not compile");
    evaluator = std::make_unique<Evaluator>(*program, &memory);
    const std::string secret[] = {"secret"};
    signature = std::make_unique<SignatureChecker>(program->signature, secret);
  }
  LruMemory memory{1 << 20};
  std::unique_ptr<const Program> program;
  std::unique_ptr<Evaluator> evaluator;
  std::unique_ptr<SignatureChecker> signature;
};

const std::vector<std::unique_ptr<Preset>>& All() {
  static const auto all = [] {
    std::vector<std::unique_ptr<Preset>> out;
    for (const auto& preset : Presets()) out.push_back(std::make_unique<Preset>(preset.text));
    return out;
  }();
  return all;
}

// Says the same text in every header.
class OneText final : public Headers {
 public:
  explicit OneText(std::string_view text) : text_(text) {}
  std::optional<std::string_view> Find(std::string_view) const override { return text_; }

 private:
  std::string_view text_;
};

void CheckMapping(std::string_view text) {
  std::vector<std::string> problems;
  const auto program = Compile("any.yaml", text, &problems);
  Require((program == nullptr) == !problems.empty(), "neither a program nor a problem");
  if (program == nullptr) return;
  ++compiled;
  constexpr std::string_view kBody =
      R"({"object":"whatsapp_business_account","event":"message","entry":[{"id":"1","changes":[{)"
      R"("field":"messages","value":{"messages":[{"id":"a","from":"254712345678","type":"text",)"
      R"("timestamp":"1749416383","text":{"body":"hi"}}],"statuses":[{"id":"s","status":"read"}]}}]}],)"
      R"("payload":{"id":"p","from":"254712345678@c.us","payload":{"a":[1,{"b":null}]}},"id":7})";
  LruMemory memory(1 << 16);
  Evaluator evaluator(*program, &memory);
  Checked sink;
  for (int i = 0; i < 2; ++i) evaluator.Map(kBody, nullptr, kNow, sink);
}

// What is signed stands behind what signs it.
void CheckSignatures(std::string_view text) {
  const std::string_view shown = text.substr(0, text.find('\n'));
  const OneText headers(shown);
  for (const auto& preset : All()) {
    if (preset->program->signature.algorithm.empty()) continue;
    const SignedRequest request{headers, text, text};
    const bool fits = preset->signature->Check(request, kNow);
    Require(!fits || text.find("secret") != text.npos, "a signature without the secret");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == kMapping) {
    CheckMapping(text);
    return 0;
  }
  if (data[0] == kSignature) {
    CheckSignatures(text);
    return 0;
  }
  Checked sink;
  const OneText headers("text");
  All()[data[0] % All().size()]->evaluator->Map(text, &headers, kNow, sink);
  return 0;
}

#ifndef GRIOT_LIBFUZZER

namespace {

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (size_t i = 0; i < Presets().size(); ++i) {
    const std::string name(Presets()[i].name);
    for (const auto& file : std::filesystem::directory_iterator(GRIOT_FIXTURES "/" + name)) {
      std::ifstream in(file.path());
      const std::string text((std::istreambuf_iterator<char>(in)), {});
      json::Document document;
      json::Scratch scratch;
      Require(document.Parse(text).ok(), "a fixture that is no JSON");
      const json::Value body = document.root().Find("body");
      const std::string_view raw = body.is_string() ? *body.string(scratch) : body.raw();
      seeds.push_back(static_cast<char>(i) + std::string(raw));
    }
    // As often as there are webhooks of one provider.
    for (int n = 0; n < 8; ++n) {
      seeds.push_back(static_cast<char>(kMapping) + std::string(Presets()[i].text));
    }
  }
  for (const char* text :
       {"sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914\ntest",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJhcHAiOiJldm9sdXRpb24ifQ.AAAA\nb",
        "https://a.example:443/x?token=SECRET&a=%41+b#c\na=1&b=%zz"}) {
    for (int n = 0; n < 8; ++n) seeds.push_back(static_cast<char>(kSignature) + std::string(text));
  }
  return seeds;
}

}  // namespace

// mapping_fuzz [RUNS [SEED]]
int main(int argc, char** argv) {
  const uint64_t runs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  if (argc > 2) setenv("GRIOT_SEED", argv[2], 1);
  griot::test::Mutator mutator(Seeds());  // prints the seed
  for (uint64_t run = 0; run < runs; ++run) {
    const std::string text = mutator.Next();
    const auto exact = std::make_unique<uint8_t[]>(text.size());
    text.copy(reinterpret_cast<char*>(exact.get()), text.size());
    LLVMFuzzerTestOneInput(exact.get(), text.size());
  }
  std::printf("mapping_fuzz: %llu runs, %llu events, %llu mappings compiled\n",
              static_cast<unsigned long long>(runs), static_cast<unsigned long long>(events),
              static_cast<unsigned long long>(compiled));
  // With too few the checks behind the reading would hardly run.
  return runs < 1000 || (events > runs / 10 && compiled > runs / 1000) ? 0 : 1;
}

#endif
