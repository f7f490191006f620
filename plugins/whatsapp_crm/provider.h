#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/plugin.hpp"
#include "plugins/whatsapp_crm/delivery.h"
#include "plugins/whatsapp_crm/handshake.h"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/options.h"

namespace griot::whatsapp_crm {

// A provider's webhook format: how it introduces itself, how it signs, which events its bodies
// stand for, and what it wants to hear. What is asked of a request is called on the HTTP threads;
// `worker` says on which, so that each may have memory of its own. Must not block.
class Provider {
 public:
  virtual ~Provider() = default;

  virtual std::string_view name() const = 0;
  virtual std::string_view channel() const = 0;
  // Where its webhooks come in, unless the options say otherwise.
  virtual std::string default_path() const = 0;
  // What its URL has behind the path, as a pattern: a secret, where nothing else shows one.
  virtual std::string_view path_suffix() const { return {}; }
  // The names by which what stands for no event is counted.
  virtual std::vector<std::string_view> known() const = 0;
  // What says that a body is kept.
  virtual const mapping::Ack& ack() const = 0;

  // Whether its console checks the address with a GET.
  virtual bool greets() const = 0;
  virtual Greeting Greet(const Request& request) const = 0;
  // Whether the provider sent this body. Takes the same time for whatever is wrong with it.
  virtual bool Verify(const Request& request, uint32_t worker) = 0;
  // Delivers what the body holds, all of it in one way or another.
  virtual void Map(const Request& request, uint32_t worker, Delivery& delivery) = 0;
};

// Throws OptionError. `options` must outlive the provider.
std::unique_ptr<Provider> MakeProvider(const Options& options, const StageConfig& config);

}  // namespace griot::whatsapp_crm
