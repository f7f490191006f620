#include "plugins/whatsapp_crm/meta/meta.h"

#include "plugins/whatsapp_crm/meta/fields.h"

namespace griot::whatsapp_crm::meta {

Meta::Meta(const Options& options, uint32_t workers) : options_(options) {
  for (uint32_t i = 0; i < workers; ++i) workers_.push_back(std::make_unique<Worker>(options));
}

std::vector<std::string_view> Meta::known() const { return {kFields.begin(), kFields.end()}; }

Greeting Meta::Greet(const Request& request) const {
  return MetaGreeting(request, options_.verify_token);
}

bool Meta::Verify(const Request& request, uint32_t worker) {
  if (options_.secrets.empty()) return true;  // insecure_unsigned, which the options demand
  const auto header = request.Header("X-Hub-Signature-256");
  return header && workers_[worker]->signature.Check(*header, request.body());
}

void Meta::Map(const Request& request, uint32_t worker, Delivery& delivery) {
  workers_[worker]->mapper.Map(request.body(), delivery);
}

}  // namespace griot::whatsapp_crm::meta
