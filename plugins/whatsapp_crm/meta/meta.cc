#include "plugins/whatsapp_crm/meta/meta.h"

#include <openssl/crypto.h>

namespace griot::whatsapp_crm {
namespace meta {
namespace {

constexpr size_t kMostChallenge = 4096;

bool Same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Meta::Meta(const Options& options, uint32_t workers) : options_(options) {
  for (uint32_t i = 0; i < workers; ++i) workers_.push_back(std::make_unique<Worker>(options));
}

Provider::Greeting Meta::Greet(const Request& request) const {
  const auto mode = request.Query("hub.mode");
  const auto token = request.Query("hub.verify_token");
  const auto challenge = request.Query("hub.challenge");
  const bool welcome = !options_.verify_token.empty() && mode == "subscribe" && token &&
                       challenge && challenge->size() <= kMostChallenge &&
                       Same(*token, options_.verify_token);
  if (!welcome) return {403, "wrong verify token"};
  return {200, std::string(*challenge)};
}

bool Meta::Verify(const Request& request, uint32_t worker) {
  if (options_.secrets.empty()) return true;  // insecure_unsigned, which the options demand
  const auto header = request.Header("X-Hub-Signature-256");
  return header && workers_[worker]->signature.Check(*header, request.body());
}

void Meta::Map(std::string_view body, uint32_t worker, Delivery& delivery) {
  workers_[worker]->mapper.Map(body, delivery);
}

}  // namespace meta

std::unique_ptr<Provider> MakeProvider(const Options& options, uint32_t workers) {
  if (options.provider == "meta") return std::make_unique<meta::Meta>(options, workers);
  throw OptionError("provider: " + options.provider + " is not known here");
}

}  // namespace griot::whatsapp_crm
