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
  Status Forget(const griot_forget_request& request, std::string* receipt) override;

  void Greet(Request& request);  // GET
  void Hook(Request& request);   // POST

 private:
  // An answer that waits until its events are durable.
  struct Owed {
    Reply reply;
    std::vector<Delivery::Share> shares;
  };

  void Acknowledge(const Reply& reply) const;
  void Unavailable(const Reply& reply, const std::vector<Delivery::Share>& shares) const;
  void Tell(int status, std::string_view reason, const std::vector<Delivery::Share>& shares) const;

  const Context context_;
  const Options options_;
  Provider provider_;
  const Unknowns unknowns_;
  Metric unauthorized_, unavailable_, handshakes_, refused_handshakes_;
  std::atomic<bool> refused_once_ = false;
};

}  // namespace griot::whatsapp_crm
