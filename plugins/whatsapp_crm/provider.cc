#include "plugins/whatsapp_crm/provider.h"

#include <algorithm>

#include "plugins/whatsapp_crm/known_names.h"
#include "plugins/whatsapp_crm/load_mapping.h"
#include "plugins/whatsapp_crm/secret_text.h"

namespace griot::whatsapp_crm {
namespace {

class RequestHeaders final : public mapping::Headers {
 public:
  explicit RequestHeaders(const Request& request) : request_(request) {}
  std::optional<std::string_view> Find(std::string_view name) const override {
    return request_.Header(name);
  }

 private:
  const Request& request_;
};

// Hands what a mapping makes to a delivery.
class ToDelivery final : public mapping::Sink {
 public:
  explicit ToDelivery(Delivery& delivery) : delivery_(delivery) {}

  void Event(const mapping::Mapped& event) override {
    Told told;
    told.name = event.name;
    told.number_id = event.number_id;
    told.key_space = event.key_space;
    told.key = event.key;
    told.user_id = event.user_id;
    told.occurred_at = event.occurred_at;
    told.properties = event.properties;
    told.context = event.context;
    told.raw = event.raw;
    delivery_.Add(told);
  }
  void Dead(std::string_view raw, std::string_view reason, std::string_view detail) override {
    delivery_.Dead(raw, reason, detail);
  }
  void Unknown(std::string_view kind) override { delivery_.Ignore(kind); }

 private:
  Delivery& delivery_;
};

bool SignsUrl(const mapping::Signature& scheme) {
  using Part = mapping::Signature::Part;
  return std::ranges::any_of(scheme.parts,
                             [](const Part& part) { return part.kind == Part::Kind::kUrl; }) ||
         std::ranges::any_of(scheme.others, SignsUrl);
}

// Collectors that feed one project share what they remember, and no others.
std::string MemoryPrefix(const Options& options, const StageConfig& config) {
  const std::string_view whose = options.project.empty() ? config.stage : options.project;
  return "griot:memory:" + std::string(whose) + "\x1F";
}

}  // namespace

Provider::Worker::Worker(Provider& provider)
    : signature(provider.program_->signature, provider.options_.secrets),
      memory(provider.SharedMemory()),
      evaluator(*provider.program_, memory != nullptr
                                        ? memory.get()
                                        : static_cast<mapping::Memory*>(&provider.local_)) {}

Provider::Provider(const Options& options, const StageConfig& config)
    : options_(options),
      context_(config.context),
      memory_prefix_(MemoryPrefix(options, config)),
      program_(LoadMapping(options.mapping, options.provider)) {
  if (SignsUrl(program_->signature) && options.public_url.empty()) {
    throw OptionError("public_url: give the webhook's whole address as the provider was told it, " +
                      program_->name + " signs it");
  }
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(*this));
  }
}

std::unique_ptr<RedisMemory> Provider::SharedMemory() {
  if (!options_.memory) return nullptr;
  return std::make_unique<RedisMemory>(*options_.memory, memory_prefix_, local_, context_);
}

std::optional<size_t> Provider::Forget(const Mentions& who) {
  const size_t here = local_.EraseIf([&who](std::string_view key, std::string_view value) {
    return who.In(key) || who.In(value);
  });
  const auto shared = SharedMemory();
  if (shared == nullptr) return here;
  const auto there = shared->Forget(who);
  return there ? std::optional(here + *there) : std::nullopt;
}

std::string Provider::default_path() const {
  const bool meta = options_.mapping.empty() && options_.provider == "meta";
  return meta ? "/webhooks/whatsapp" : "/webhooks/whatsapp/" + program_->name;
}

std::string_view Provider::path_suffix() const {
  return signs() || options_.secrets.empty() ? "" : "/:secret";
}

std::vector<std::string_view> Provider::known() const { return KnownNames(*program_); }

Greeting Provider::Greet(const Request& request) const {
  return MetaGreeting(request, options_.verify_token);
}

bool Provider::Verify(const Request& request, uint32_t worker) {
  if (options_.secrets.empty()) return true;  // insecure_unsigned, which the options demand
  if (!signs()) return IsAnyOf(options_.secrets, request.Param("secret").value_or(""));
  // As the provider called it: behind a proxy only the query is surely the same.
  Worker& mine = *workers_[worker];
  const std::string_view target = request.target();
  mine.url.assign(options_.public_url)
      .append(target.substr(std::min(target.find('?'), target.size())));
  return mine.signature.Check({RequestHeaders(request), request.body(), mine.url}, Now());
}

void Provider::Map(const Request& request, uint32_t worker, Delivery& delivery) {
  const RequestHeaders headers(request);
  ToDelivery sink(delivery);
  workers_[worker]->evaluator.Map(request.body(), &headers, delivery.received_at(), sink);
}

}  // namespace griot::whatsapp_crm
