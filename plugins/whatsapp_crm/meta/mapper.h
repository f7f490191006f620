#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "griot/event_time.hpp"
#include "griot/json.hpp"
#include "plugins/whatsapp_crm/delivery.h"
#include "plugins/whatsapp_crm/meta/content.h"
#include "plugins/whatsapp_crm/meta/people.h"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm::meta {

// Makes events of one body of Meta's: every element of it becomes an event, a dead letter or a
// count. Its memory is reused from body to body. One thread.
class Mapper {
 public:
  void Map(std::string_view body, Delivery& delivery);

 private:
  enum class Direction { kInbound, kOutbound };
  using Handler = void (Mapper::*)(json::Value);

  // The way down (mapper.cc). What has another shape than it should is dead at that level.
  void MapBody(std::string_view body);
  void MapEntry(json::Value entry);
  void MapChange(json::Value change, json::Value entry);
  void MapMessagesField(json::Value change);
  void ForEach(json::Value change, std::string_view list, Handler handler);
  void EnterChange(json::Value value, json::Value entry);

  // Messages of either side (messages.cc).
  void MapMessage(json::Value message);
  void MapEcho(json::Value message);
  void MapCorrection(json::Value message, const Person& person, Direction direction);
  void MapContent(json::Value message, const Person& person, Direction direction);

  // Receipts (statuses.cc).
  void MapStatus(json::Value status);
  void WriteReceipt(json::Value status, std::string_view kind, ObjectWriter& out);
  void WriteCallbackData(json::Value status, ObjectWriter& out);

  // Who is who (identity.cc).
  void MapSystem(json::Value message);
  void MapNumberChange(json::Value message, const Person& before);
  void MapBsuidChange(json::Value message, const Person& person);
  void MapIdUpdate(json::Value update);
  void MapPreference(json::Value preference);

  bool Storable(json::Value element);
  bool Known(json::Value element, std::string_view id, const Person& person);
  void Dead(json::Value element, std::string_view reason, std::string_view detail) {
    delivery_->Dead(element.raw(), reason, detail);
  }
  EventTime TimeOf(json::Value element) const;
  std::string_view Text(json::Value value) const { return people_.Text(value); }
  // Starts the properties of an event.
  ObjectWriter Begin() {
    properties_.clear();
    return ObjectWriter(properties_);
  }
  // Ends them and hands the event over. `key` is the key within `space`.
  void Emit(json::Value element, std::string_view name, std::string_view user_id,
            std::string_view space, std::string_view key, ObjectWriter& out);

  Delivery* delivery_ = nullptr;  // of the body at hand
  json::Document document_;
  json::Scratch scratch_;
  People people_{scratch_};
  ContentWriter content_{people_};
  json::Document nested_;

  // Of the change at hand.
  std::string_view number_id_;
  std::string business_number_;
  json::Value contacts_;
  std::string context_;

  std::string properties_;
  std::string key_;
};

}  // namespace griot::whatsapp_crm::meta
