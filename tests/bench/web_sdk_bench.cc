// What one POST /v1/capture costs in the handler: key, copy, parse, events, submission, answer. The
// fake host only counts, so what is left is the plugin's own (and a few virtual-call-like hops).
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <string>

#include "griot/testing.hpp"
#include "plugins/web_sdk/web_sdk.h"

namespace griot::web_sdk {
namespace {

std::string KeyDocument(bool limited) {
  unsigned char digest[32];
  EVP_Digest("wk_bench", 8, digest, nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return R"({"write_keys":{")" + hex + R"(":{"project":"shop","kind":"write")" +
         (limited ? R"(,"rate":1000000,"burst":10000000)" : "") + "}}}";
}

// As the incumbent's SDK sends one, with a Chrome agent: about 800 bytes.
std::string SdkEvent(int n) {
  const std::string id = std::to_string(100000 + n);
  return R"({"event_id":"7d444840-9dc0-41d1-b245-5ffdce)" + id +
         R"(","message_id":"1b4e28ba-2fa1-41d2-883f-0016d3)" + id +
         R"(","event_name":"page_view","event_type":"page","timestamp":"2026-03-04T10:30:00.000Z",)"
         R"("anonymous_id":"9f2b1c0a-5b7e-4c1d-8a3f-112233445566","user_id":"user-4711",)"
         R"("session_id":"c0ffee00-1111-4222-8333-444455556666","context":{"library":)"
         R"({"name":"@analytics/sdk","version":"1.0.0"},"page":{"path":"/pricing/plans",)"
         R"("referrer":"https://www.example.org/","search":"?utm_source=news","title":"Plans",)"
         R"("url":"https://shop.example/pricing/plans?utm_source=news"},"userAgent":"Mozilla/5.0 )"
         R"((X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",)"
         R"("locale":"en-GB","screen":{"width":1920,"height":1080}},"properties":)"
         R"({"plan":"pro","price":19.90,"currency":"EUR"}})";
}

void Capture(benchmark::State& state, bool limited) {
  fake::Host host;
  host.intake.keep = false;
  host.settings.Set(1, KeyDocument(limited));
  WebSdk stage(host.Config("collect/web"));
  if (!stage.Start().ok()) state.SkipWithError("start");
  host.intake.Attach(&stage);
  fake::Exchange exchange;
  exchange.method = GRIOT_POST;
  exchange.path = "/v1/capture";
  exchange.keep = false;
  exchange.headers = {{"Host", "c.example"},
                      {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"},
                      {"Origin", "https://shop.example"},
                      {"X-Write-Key", "wk_bench"},
                      {"Content-Type", "application/json"}};
  exchange.body = R"({"batch":[)";
  for (int i = 0; i < state.range(0); ++i) exchange.body += (i > 0 ? "," : "") + SdkEvent(i);
  exchange.body += R"(],"sent_at":"2026-03-04T10:30:01.000Z"})";
  for (auto _ : state) host.http.Run(exchange);
  if (exchange.Get().status != 200) state.SkipWithError("not taken");
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(exchange.body.size()));
}
void BM_Capture(benchmark::State& state) { Capture(state, false); }
BENCHMARK(BM_Capture)->Arg(1)->Arg(10)->Arg(100);

// With a key whose limit is never reached.
void BM_CaptureLimited(benchmark::State& state) { Capture(state, true); }
BENCHMARK(BM_CaptureLimited)->Arg(1);

}  // namespace
}  // namespace griot::web_sdk

BENCHMARK_MAIN();
