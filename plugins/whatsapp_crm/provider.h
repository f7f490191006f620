#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "griot/plugin.hpp"
#include "plugins/whatsapp_crm/delivery.h"
#include "plugins/whatsapp_crm/options.h"

namespace griot::whatsapp_crm {

// A provider's webhook format: how it introduces itself, how it signs, and which events its bodies
// stand for. Called on the HTTP threads; `worker` says on which, so that each may have memory of
// its own. Must not block.
class Provider {
 public:
  struct Greeting {
    int status;
    std::string body;  // text/plain
  };

  virtual ~Provider() = default;

  // The handshake by which its console checks the address (GET).
  virtual Greeting Greet(const Request& request) const = 0;
  // Whether the provider sent this body. Takes the same time for whatever is wrong with it.
  virtual bool Verify(const Request& request, uint32_t worker) = 0;
  // Delivers what the body holds, all of it in one way or another. `body` stays during the call.
  virtual void Map(std::string_view body, uint32_t worker, Delivery& delivery) = 0;
};

// Throws OptionError. `options` must outlive the provider.
std::unique_ptr<Provider> MakeProvider(const Options& options, uint32_t workers);

}  // namespace griot::whatsapp_crm
