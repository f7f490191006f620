// What Meta's webhooks cost in the handler: signature, parse, mapping, submission, answer. The fake
// host copies nothing and counts only.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>

#include "griot/testing.hpp"
#include "plugins/whatsapp_crm/whatsapp_crm.h"

namespace griot::whatsapp_crm {
namespace {

std::string Sign(std::string_view body) {
  unsigned char digest[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), "secret", 6, reinterpret_cast<const unsigned char*>(body.data()), body.size(),
       digest, &size);
  std::string header = "sha256=";
  for (const unsigned char byte : digest) {
    header += "0123456789abcdef"[byte >> 4];
    header += "0123456789abcdef"[byte & 15];
  }
  return header;
}

std::string Envelope(const std::string& members) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[)"
         R"({"field":"messages","value":{"messaging_product":"whatsapp","metadata":)"
         R"({"display_phone_number":"15550783881","phone_number_id":"106540352242922"},)" +
         members + "}}]}]}";
}

std::string Message(int n) {
  return R"({"from":"2547123)" + std::to_string(10000 + n) +
         R"(","id":"wamid.HBgMMjU0NzEyMzQ1Njc4FQIAEhgUM0E)" + std::to_string(100000 + n) +
         R"(==","timestamp":"1749416383","type":"text","text":{"body":"Is the shop open today?"}})";
}

std::string Receipt(int n) {
  return R"({"id":"wamid.HBgMMjU0NzEyMzQ1Njc4FQIAERgS)" + std::to_string(100000 + n) +
         R"(==","status":"delivered","timestamp":"1749416383","recipient_id":"2547123)" +
         std::to_string(10000 + n) +
         R"(","conversation":{"id":"c1","origin":{"type":"utility"}},"pricing":)"
         R"({"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}})";
}

void Run(benchmark::State& state, std::string (*element)(int), const char* list) {
  fake::Host host;
  host.intake.keep = false;
  WhatsappCrm stage(host.Config("collect/whatsapp", R"({"project":"shop","secrets":["secret"]})"));
  if (!stage.Start().ok()) state.SkipWithError("start");
  host.intake.Attach(&stage);
  std::string elements;
  for (int i = 0; i < state.range(0); ++i) elements += (i > 0 ? "," : "") + element(i);
  fake::Exchange exchange;
  exchange.method = GRIOT_POST;
  exchange.path = "/webhooks/whatsapp";
  exchange.keep = false;
  exchange.body = Envelope("\"" + std::string(list) + "\":[" + elements + "]");
  exchange.headers = {{"X-Hub-Signature-256", Sign(exchange.body)}};
  for (auto _ : state) host.http.Run(exchange);
  if (exchange.Get().status != 200) state.SkipWithError("not taken");
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(exchange.body.size()));
}

void BM_Messages(benchmark::State& state) { Run(state, &Message, "messages"); }
void BM_Receipts(benchmark::State& state) { Run(state, &Receipt, "statuses"); }
BENCHMARK(BM_Messages)->Arg(1)->Arg(100)->Arg(1000);
BENCHMARK(BM_Receipts)->Arg(1)->Arg(1000);

}  // namespace
}  // namespace griot::whatsapp_crm

BENCHMARK_MAIN();
