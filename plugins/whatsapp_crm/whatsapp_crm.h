#pragma once

#include <atomic>

#include "griot/plugin.hpp"
#include "plugins/whatsapp_crm/commands/commands.h"
#include "plugins/whatsapp_crm/delivery.h"
#include "plugins/whatsapp_crm/options.h"
#include "plugins/whatsapp_crm/provider.h"

namespace griot::whatsapp_crm {

// The door of WhatsApp providers: their webhooks, signed, become canonical events. What a provider
// signed is always acknowledged once it is durable, as an event or as a dead letter. One instance;
// handlers run on the HTTP threads.
class WhatsappCrm final : public Source {
 public:
  explicit WhatsappCrm(const StageConfig& config);

  static const griot_commands* Commands() { return MapCommands(); }

  Status Start() override;
  void SubmissionSettled(const griot_settlement& settlement) override;

  void Greet(Request& request);  // GET
  void Hook(Request& request);   // POST

 private:
  void Acknowledge(const Reply& reply) const;

  const Context context_;
  const Options options_;
  Provider provider_;
  const Unknowns unknowns_;
  Metric unauthorized_, unavailable_, handshakes_, refused_handshakes_;
  std::atomic<bool> refused_once_ = false;
};

}  // namespace griot::whatsapp_crm
