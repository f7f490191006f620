#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/meta/mapper.h"
#include "plugins/whatsapp_crm/meta/signature.h"
#include "plugins/whatsapp_crm/provider.h"

namespace griot::whatsapp_crm::meta {

// Meta's WhatsApp Cloud API, and what speaks its format.
class Meta final : public Provider {
 public:
  // `options` must outlive it.
  Meta(const Options& options, uint32_t workers);

  std::string_view name() const override { return "meta"; }
  std::string_view channel() const override { return "whatsapp"; }
  std::string default_path() const override { return "/webhooks/whatsapp"; }
  std::vector<std::string_view> known() const override;
  const mapping::Ack& ack() const override { return ack_; }

  bool greets() const override { return true; }
  Greeting Greet(const Request& request) const override;
  bool Verify(const Request& request, uint32_t worker) override;
  void Map(const Request& request, uint32_t worker, Delivery& delivery) override;

 private:
  // One HTTP thread's own.
  struct alignas(64) Worker {
    explicit Worker(const Options& options) : signature(options.secrets) {}
    SignatureChecker signature;
    Mapper mapper;
  };

  const Options& options_;
  const mapping::Ack ack_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace griot::whatsapp_crm::meta
