#pragma once

#include <array>
#include <string_view>

namespace griot::whatsapp_crm::meta {

// What Meta documents beside messages, and the parts of a message that it may add to.
constexpr std::array<std::string_view, 39> kFields = {
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

}  // namespace griot::whatsapp_crm::meta
