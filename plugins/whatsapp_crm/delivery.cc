#include "plugins/whatsapp_crm/delivery.h"

#include <algorithm>
#include <cstring>

#include "griot/uuid.hpp"

namespace griot::whatsapp_crm {
namespace {

constexpr std::string_view kChannel = "whatsapp";

// What Meta documents beside messages, and the parts of a message that it may add to.
constexpr std::array<std::string_view, 40> kUnknowns = {
    "other",
    "object",
    "message_type",
    "status",
    "system_type",
    "errors",
    "empty",
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_status_update",
    "calls",
    "campaign_status_update",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "request_welcome",
    "security",
    "smb_app_state_sync",
    "standby",
    "template_category_update",
    "template_correct_category_detection",
    "tracking_events",
    "user_preferences",
    "voice",
};

void SetId(const Uuid& id, griot_event* event) {
  std::memcpy(event->id.bytes, id.b, sizeof event->id.bytes);
}

}  // namespace

Unknowns::Unknowns(const Context& context) {
  static_assert(kUnknowns.size() == kFields);
  for (size_t i = 0; i < kFields; ++i) {
    metrics_[i] =
        context.Counter("whatsapp_unknown", "What webhooks brought that stands for no event",
                        "field", kUnknowns[i]);
  }
}

void Unknowns::Count(std::string_view field) const {
  const auto* found = std::find(kUnknowns.begin(), kUnknowns.end(), field);
  metrics_[found == kUnknowns.end() ? 0 : static_cast<size_t>(found - kUnknowns.begin())].Add();
}

bool Delivery::Open() {
  if (!submission_) submission_.emplace(context_, body_size_ * 2 + 1024);
  full_ = full_ || !*submission_;
  return !full_;
}

void Delivery::Add(const Told& told) {
  const std::string_view project = options_.ProjectOf(told.number_id);
  if (project.empty()) {
    Dead(told.raw, "unknown_number",
         "no project for phone_number_id " + std::string(told.number_id));
    return;
  }
  if (!Open()) return;
  griot_event event{};
  event.struct_size = sizeof event;
  SetId(EventId(project, told.key_space, told.key), &event);
  event.occurred_at = told.occurred_at;
  event.received_at = received_at_;
  event.project = Str(project);
  event.channel = Str(kChannel);
  event.name = Str(told.name);
  event.user_id = Str(told.user_id);
  event.properties = Str(told.properties);
  event.context = Str(told.context);
  full_ = !submission_->Add(event);
  ++count_;
}

void Delivery::Dead(std::string_view raw, std::string_view reason, std::string_view detail) {
  if (!Open()) return;
  griot_event event{};
  event.struct_size = sizeof event;
  // The same bytes again are the same letter: providers repeat what they do not know to be kept.
  SetId(EventId(options_.project, "whatsapp_raw", raw), &event);
  event.occurred_at = event.received_at = received_at_;
  event.project = Str(options_.project);
  event.channel = Str(kChannel);
  const griot_settled_event dead{sizeof dead, GRIOT_DEAD, &event,  Str(reason),
                                 Str(detail), {},         Str(raw)};
  full_ = !submission_->AddSettled(dead);
  ++count_;
}

}  // namespace griot::whatsapp_crm
