#pragma once

#include <optional>
#include <string_view>

#include "griot/time.hpp"

namespace griot::whatsapp_crm::mapping {

// One event as a mapping makes it. The views live until Sink::Event returns.
struct Mapped {
  std::string_view channel;
  std::string_view name;
  std::string_view number_id;  // of the business number: leads to the project
  std::string_view key_space;  // with `key` what makes the event's id the same each time
  std::string_view key;
  std::string_view user_id;
  Micros occurred_at = 0;
  std::string_view properties;  // one JSON object each
  std::string_view context;
  std::string_view raw;  // the element that it was made of, without what is redacted
};

// Where an evaluator hands out what a body holds. Called on the evaluator's thread.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void Event(const Mapped& event) = 0;
  // Bytes that are no event, to be kept with the reason.
  virtual void Dead(std::string_view raw, std::string_view reason, std::string_view detail) = 0;
  // What stands for no event: the discriminator's value, or the name of what ignores it.
  virtual void Unknown(std::string_view kind) = 0;
};

// The request's headers, as the door has them.
class Headers {
 public:
  virtual ~Headers() = default;
  virtual std::optional<std::string_view> Find(std::string_view name) const = 0;
};

}  // namespace griot::whatsapp_crm::mapping
