#pragma once

#include <string_view>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/meta/people.h"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm::meta {

// Writes what a message says: contentType, hasMedia, text, and what its kind brings. One thread.
class ContentWriter {
 public:
  explicit ContentWriter(People& people) : people_(people) {}

  // False: the kind is none of those known; the message counts all the same.
  bool Write(json::Value message, ObjectWriter& out);

 private:
  void WriteMedia(json::Value media, std::string_view type, ObjectWriter& out);
  bool WriteInteractive(json::Value interactive, ObjectWriter& out);
  void WriteFlow(json::Value reply, ObjectWriter& out);
  void WriteLocation(json::Value location, ObjectWriter& out);
  void WriteContacts(json::Value cards, ObjectWriter& out);
  void WriteOrder(json::Value order, ObjectWriter& out);
  void WriteError(json::Value message, ObjectWriter& out);
  void WriteReferral(json::Value referral, ObjectWriter& out);
  void WriteQuote(json::Value context, ObjectWriter& out);
  void Kind(ObjectWriter& out, std::string_view content_type, bool has_media);

  std::string_view Text(json::Value value) const { return people_.Text(value); }

  People& people_;
  json::Document nested_;
};

}  // namespace griot::whatsapp_crm::meta
