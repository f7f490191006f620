#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/plugin.hpp"
#include "plugins/whatsapp_crm/delivery.h"
#include "plugins/whatsapp_crm/handshake.h"
#include "plugins/whatsapp_crm/mapping/evaluator.h"
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/signature_checker.h"
#include "plugins/whatsapp_crm/memory/redis_memory.h"
#include "plugins/whatsapp_crm/options.h"

namespace griot::whatsapp_crm {

// A provider's webhook format, as its mapping tells it: how it introduces itself, how it signs,
// which events its bodies stand for, and what it wants to hear. What is asked of a request is
// called on the HTTP threads; `worker` says on which, so that each has memory of its own.
class Provider {
 public:
  // `options` must outlive it. Throws OptionError where there is no such mapping, it is wrong, or
  // the options do not fit it.
  Provider(const Options& options, const StageConfig& config);

  std::string_view channel() const { return program_->channel; }
  // Where its webhooks come in, unless the options say otherwise.
  std::string default_path() const;
  // What its URL has behind the path, as a pattern: a secret, where nothing else shows one.
  std::string_view path_suffix() const;
  // The names by which what stands for no event is counted.
  std::vector<std::string_view> known() const;
  // What says that a body is kept.
  const mapping::Ack& ack() const { return program_->ack; }

  // Whether its console checks the address with a GET.
  bool greets() const { return program_->meta_handshake; }
  Greeting Greet(const Request& request) const;
  // Whether the provider sent this body. Takes the same time for whatever is wrong with it.
  bool Verify(const Request& request, uint32_t worker);
  // Delivers what the body holds, all of it in one way or another.
  void Map(const Request& request, uint32_t worker, Delivery& delivery);
  // Takes what speaks of somebody out of what mappings remember: how many texts, or nothing when
  // their Redis does not answer. Control thread.
  std::optional<size_t> Forget(const Mentions& who);

 private:
  // One HTTP thread's own.
  struct alignas(64) Worker {
    explicit Worker(Provider& provider);
    mapping::SignatureChecker signature;
    std::unique_ptr<RedisMemory> memory;  // nullptr: this process remembers by itself
    mapping::Evaluator evaluator;
    std::string url;
  };

  // A new hold on the shared one; null: this process remembers by itself.
  std::unique_ptr<RedisMemory> SharedMemory();
  bool signs() const { return !program_->signature.algorithm.empty(); }

  const Options& options_;
  const Context context_;
  const std::string memory_prefix_;
  const std::unique_ptr<const mapping::Program> program_;
  mapping::LruMemory local_{16 << 20};
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace griot::whatsapp_crm
