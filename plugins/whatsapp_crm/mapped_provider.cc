#include "plugins/whatsapp_crm/mapped_provider.h"

#include "plugins/whatsapp_crm/known_names.h"
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

}  // namespace

MappedProvider::MappedProvider(const Options& options,
                               std::unique_ptr<const mapping::Program> program, uint32_t workers)
    : options_(options), program_(std::move(program)) {
  for (uint32_t i = 0; i < workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(*program_, options));
  }
}

std::string_view MappedProvider::path_suffix() const {
  return signs() || options_.secrets.empty() ? "" : "/:secret";
}

std::vector<std::string_view> MappedProvider::known() const { return KnownNames(*program_); }

Greeting MappedProvider::Greet(const Request& request) const {
  return MetaGreeting(request, options_.verify_token);
}

bool MappedProvider::Verify(const Request& request, uint32_t worker) {
  if (options_.secrets.empty()) return true;  // insecure_unsigned, which the options demand
  if (!signs()) return IsAnyOf(options_.secrets, request.Param("secret").value_or(""));
  return workers_[worker]->signature.Check(RequestHeaders(request), request.body(), Now());
}

void MappedProvider::Map(const Request& request, uint32_t worker, Delivery& delivery) {
  const RequestHeaders headers(request);
  ToDelivery sink(delivery);
  workers_[worker]->evaluator.Map(request.body(), &headers, delivery.received_at(), sink);
}

}  // namespace griot::whatsapp_crm
