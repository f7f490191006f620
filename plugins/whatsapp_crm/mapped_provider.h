#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/evaluator.h"
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/signature_checker.h"
#include "plugins/whatsapp_crm/memory/redis_memory.h"
#include "plugins/whatsapp_crm/provider.h"

namespace griot::whatsapp_crm {

// A provider whose format is a mapping. One that signs nothing gives its URL a secret end instead.
class MappedProvider final : public Provider {
 public:
  // `options` must outlive it. Throws OptionError where the options do not fit the mapping.
  MappedProvider(const Options& options, std::unique_ptr<const mapping::Program> program,
                 const StageConfig& config);

  std::string_view name() const override { return program_->name; }
  std::string_view channel() const override { return program_->channel; }
  std::string default_path() const override;
  std::string_view path_suffix() const override;
  std::vector<std::string_view> known() const override;
  const mapping::Ack& ack() const override { return program_->ack; }

  bool greets() const override { return program_->meta_handshake; }
  Greeting Greet(const Request& request) const override;
  bool Verify(const Request& request, uint32_t worker) override;
  void Map(const Request& request, uint32_t worker, Delivery& delivery) override;

 private:
  // One HTTP thread's own.
  struct alignas(64) Worker {
    Worker(const mapping::Program& program, const Options& options, mapping::Memory& local,
           const StageConfig& config);
    mapping::SignatureChecker signature;
    std::unique_ptr<RedisMemory> memory;  // nullptr: this process remembers by itself
    mapping::Evaluator evaluator;
    std::string url;
  };

  bool signs() const { return !program_->signature.algorithm.empty(); }

  const Options& options_;
  const std::unique_ptr<const mapping::Program> program_;
  mapping::LruMemory local_{16 << 20};
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace griot::whatsapp_crm
