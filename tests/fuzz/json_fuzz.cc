// Any bytes as JSON: nothing may crash, read outside the text or go on for ever, and what the
// reader accepts must agree with what the scanner, the patcher and the writer make of it. With
// GRIOT_LIBFUZZER the main() is libFuzzer's; else the one below runs N mutations of the seeds.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"

namespace {

namespace json = griot::json;

std::uint64_t accepted = 0;  // texts that were JSON

void Require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "json_fuzz: %s\n", what);
  std::abort();
}

// Reads the value again through its own text and through the scanner.
void CheckValue(json::Value value, json::Scratch& scratch) {
  Require(value.raw().size() > 0, "a value without text");
  if (value.is_string()) {
    const auto text = value.string(scratch);
    Require(text.has_value() && value.StringIs(*text), "a string that is not itself");
    std::string written;
    json::AppendString(written, *text);
    json::Document again;
    Require(again.Parse(written).ok() && again.root().StringIs(*text),
            "a string does not read back");
  }
  for (const json::Value element : value.elements()) CheckValue(element, scratch);
  for (const auto [key, member] : value.members()) {
    CheckValue(key, scratch);
    CheckValue(member, scratch);
    const auto name = key.string(scratch);
    Require(value.Find(*name).exists(), "a member that is not found");
    std::string pointer = "/";
    for (const char c : *name) {
      pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    const auto raw = json::Get(value.raw(), pointer);
    Require(raw == value.Find(*name).raw(), "reader and scanner differ");
  }
}

void CheckPatches(json::Value root) {
  const json::Patch patches[] = {
      {"/a/b", "[1,{}]"}, {"/a/b/1/c", "\"x\""}, {"/b", std::nullopt}, {"/a/0", std::nullopt}};
  std::string out;
  Require(json::ApplyPatches(root.raw(), patches, out), "patches are refused");
  json::Document patched;
  Require(patched.Parse(out, {.max_depth = 80}).ok(), "the patched text is no JSON");
  Require(!patched.root().Find("b").exists(), "what was removed is there");
  Require(patched.root().FindPath("a.b.1.c").StringIs("x"), "what was set is not there");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  json::Document document;
  const json::Status status = document.Parse(text, {.max_nodes = 100'000});
  Require(status.offset <= size, "an offset outside the text");
  json::Get(text, "a.b.0");
  std::string out;
  json::ApplyPatches(text, {}, out);
  griot::ParseTime(text);
  griot::ParseUuid(text);
  if (!status.ok()) return 0;
  ++accepted;
  json::Scratch scratch;
  CheckValue(document.root(), scratch);
  std::string path;
  std::string_view reason;
  Require(document.root().FirstBad(&path, &reason) == !document.root().jsonb_ok(), "FirstBad");
  if (document.root().is_object()) CheckPatches(document.root());
  return 0;
}

#ifndef GRIOT_LIBFUZZER

namespace {

constexpr std::string_view kSeeds[] = {
    R"({"a":{"b":[1,2.5e-3,null]},"b":"\u00e9\ud83d\ude00\n","a":{"0":true}})",
    R"([[[]],{},{"":""},-0,1e131072,"\u0000\ud800"])",
    R"({"properties":{"items":[{"price":9.99,"~/":"é€😀"}]},"context":{"a/b":false}})",
    "2024-06-30T12:34:56.789+02:00",
    "0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e",
};

std::string Mutated(std::string text, std::mt19937_64& random) {
  constexpr std::string_view kBytes = "{}[]\",:\\u0d8eE+-. \n\x80\xC3\xE2\xED\xF0\xFFtfnab~/";
  for (std::uint64_t i = 1 + random() % 2; i > 0; --i) {
    const std::size_t at = random() % (text.size() + 1);
    switch (random() % 4) {
      case 0:
        text.insert(at, 1, kBytes[random() % kBytes.size()]);
        break;
      case 1:
        text.erase(at, 1 + random() % 2);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      default:  // a piece of the text, once more
        text.insert(at, text.substr(random() % (text.size() + 1), random() % 12));
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rounds = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  const std::uint64_t seed =
      argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
  std::printf("json_fuzz: rounds %llu, seed %llu\n", static_cast<unsigned long long>(rounds),
              static_cast<unsigned long long>(seed));
  std::fflush(stdout);  // before anything can abort
  std::mt19937_64 random(seed);
  std::string from;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    // Mutations that leave JSON behind pile up for a while, so that texts get far from their seed.
    if (i % 64 == 0) from = kSeeds[random() % std::size(kSeeds)];
    const std::string text = Mutated(from, random);
    const auto exact = std::make_unique<std::uint8_t[]>(text.size());
    text.copy(reinterpret_cast<char*>(exact.get()), text.size());
    const std::uint64_t before = accepted;
    LLVMFuzzerTestOneInput(exact.get(), text.size());
    if (accepted != before && text.size() < 1000) from = text;
  }
  std::printf("json_fuzz: %llu of the texts were JSON\n",
              static_cast<unsigned long long>(accepted));
  // With too few the checks behind the parser would hardly run.
  return rounds < 1000 || accepted > rounds / 20 ? 0 : 1;
}

#endif
