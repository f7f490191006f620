// What the JSON of one event costs: an event body of 500 bytes as a web SDK sends it.

#include <benchmark/benchmark.h>

#include <string>

#include "griot/json.hpp"
#include "griot/uuid.hpp"

namespace {

using namespace griot;

const std::string& Body() {
  static const std::string body =
      R"({"event":"page_view","message_id":"0190c2d1-5b1e-7c3a-9d5e-2f6a8b1c4d7e",)"
      R"("user_id":"usr_1029384756","anonymous_id":"a8c1d0f2-11aa-4b6e-8f90-7766554433aa",)"
      R"("timestamp":"2024-06-30T12:34:56.789Z","properties":{"url":"https://shop.example/p/42",)"
      R"("title":"Nebelbank – Größe 42","price":129.9,"items":[1,2,3],"cart":{"id":"c-77",)"
      R"("total":259.8,"currency":"EUR"},"new":true,"coupon":null},"context":{"locale":"de-DE",)"
      R"("screen":{"width":1920,"height":1080},"userAgent":"Mozilla/5.0 X11; Linux"}})";
  return body;
}

void ParseEvent(benchmark::State& state) {
  json::Document document;
  for (auto _ : state) {
    benchmark::DoNotOptimize(document.Parse(Body()));
    benchmark::DoNotOptimize(document.root().jsonb_ok());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * Body().size()));
}
BENCHMARK(ParseEvent);

// Parsing, and taking out what a door needs.
void ParseAndReadEnvelope(benchmark::State& state) {
  json::Document document;
  json::Scratch scratch;
  for (auto _ : state) {
    benchmark::DoNotOptimize(document.Parse(Body()));
    const json::Value root = document.root();
    for (const char* name : {"event", "message_id", "user_id", "anonymous_id", "timestamp"}) {
      benchmark::DoNotOptimize(root.Find(name).string(scratch));
    }
    benchmark::DoNotOptimize(root.Find("properties").raw());
    benchmark::DoNotOptimize(root.Find("context").raw());
    scratch.Reset();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * Body().size()));
}
BENCHMARK(ParseAndReadEnvelope);

void ParseArabicText(benchmark::State& state) {
  std::string body = "{\"text\":\"";
  while (body.size() < 490) body += "مرحبا كيف حالك ";
  body += "\"}";
  json::Document document;
  for (auto _ : state) benchmark::DoNotOptimize(document.Parse(body));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}
BENCHMARK(ParseArabicText);

void GetOneMember(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(json::Get(Body(), "context.screen.width"));
}
BENCHMARK(GetOneMember);

void PatchTwoMembers(benchmark::State& state) {
  const json::Patch patches[] = {{"/session_id", "\"s-1\""}, {"/anonymous_id", std::nullopt}};
  std::string out;
  for (auto _ : state) {
    out.clear();
    benchmark::DoNotOptimize(json::ApplyPatches(Body(), patches, out));
  }
}
BENCHMARK(PatchTwoMembers);

void DeriveEventId(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EventId("demo", "wamid", "wamid.HBgLNDkxNzYxMjM0NTY3FQIAERgSQUJDRA=="));
  }
}
BENCHMARK(DeriveEventId);

void MintUuid(benchmark::State& state) {
  UuidV7 mint({1, 2, 3, 4});
  for (auto _ : state) benchmark::DoNotOptimize(mint.Next());
}
BENCHMARK(MintUuid);

}  // namespace
