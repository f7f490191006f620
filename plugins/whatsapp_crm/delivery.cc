#include "plugins/whatsapp_crm/delivery.h"

#include <cstring>

#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm {
namespace {

void SetId(const Uuid& id, griot_event* event) {
  std::memcpy(event->id.bytes, id.b, sizeof event->id.bytes);
}

}  // namespace

bool Delivery::Open() {
  if (!submission_) submission_.emplace(context_, body_.size() * 2 + 1024);
  full_ = full_ || !*submission_;
  return !full_;
}

void Delivery::Add(const Told& told) {
  const std::string_view project = options_.ProjectOf(told.number_id);
  if (project.empty()) {
    Dead(told.raw, "unknown_number",
         "no project for the business number " + std::string(Cut(told.number_id, 64)));
    return;
  }
  if (!Open()) return;
  griot_event event{};
  event.struct_size = sizeof event;
  SetId(EventId(project, told.key_space, told.key), &event);
  event.occurred_at = told.occurred_at;
  event.received_at = received_at_;
  event.project = Str(project);
  event.channel = Str(channel_);
  event.name = Str(told.name);
  event.user_id = Str(told.user_id);
  event.properties = Str(told.properties);
  event.context = Str(told.context);
  full_ = !submission_->Add(event);
  ++count_;
  ++ShareOf(project).events;
}

void Delivery::Dead(std::string_view raw, std::string_view reason, std::string_view detail) {
  if (!Open()) return;
  // The same bytes again are the same letter: providers repeat what they do not know to be kept.
  // Where they may hold a secret nothing of them is kept, but letters still differ as they do.
  const Uuid id = EventId(options_.project, "whatsapp_raw", raw.empty() ? body_ : raw);
  if (id == last_dead_) return;  // of one element that could have become several events
  last_dead_ = id;
  griot_event event{};
  event.struct_size = sizeof event;
  SetId(id, &event);
  event.occurred_at = event.received_at = received_at_;
  event.project = Str(options_.project);
  event.channel = Str(channel_);
  const griot_settled_event dead{sizeof dead, GRIOT_DEAD, &event,  Str(reason),
                                 Str(detail), {},         Str(raw)};
  full_ = !submission_->AddSettled(dead);
  ++count_;
  ++ShareOf(options_.project).dead;
}

Delivery::Share& Delivery::ShareOf(std::string_view project) {
  for (Share& share : shares_) {
    if (share.project == project) return share;
  }
  return shares_.emplace_back(Share{project});
}

}  // namespace griot::whatsapp_crm
