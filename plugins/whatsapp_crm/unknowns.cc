#include "plugins/whatsapp_crm/unknowns.h"

namespace griot::whatsapp_crm {
namespace {

constexpr std::string_view kOther = "other";

}  // namespace

Unknowns::Unknowns(const Context& context, std::span<const std::string_view> known) {
  const auto add = [&](std::string_view name) {
    by_name_.emplace(
        name, context.Counter("whatsapp_unknown", "What webhooks brought that stands for no event",
                              "field", name));
  };
  add(kOther);
  for (const std::string_view name : known) add(name);
}

void Unknowns::Count(std::string_view name) const {
  const auto found = by_name_.find(name);
  (found == by_name_.end() ? by_name_.find(kOther) : found)->second.Add();
}

}  // namespace griot::whatsapp_crm
