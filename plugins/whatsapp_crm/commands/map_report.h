#pragma once

#include <string>
#include <string_view>

#include "griot/command.hpp"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/sink.h"

namespace griot::whatsapp_crm {

// Prints what a mapping makes of a payload, for people or as JSON lines. What comes from the
// payload is printed as JSON texts, so that it can do nothing to a terminal. One thread.
class MapReport final : public mapping::Sink {
 public:
  explicit MapReport(const CommandLine& call) : call_(call) {}

  void Event(const mapping::Mapped& event) override;
  void Dead(std::string_view raw, std::string_view reason, std::string_view detail) override;
  void Unknown(std::string_view kind) override;
  void Answer(const mapping::Ack& ack);

  bool any_dead() const { return any_dead_; }

 private:
  void ShowEvent(const mapping::Mapped& event);
  void ShowMembers(std::string_view name, std::string_view object);
  void Line(std::string_view name, std::string_view value);

  const CommandLine& call_;
  bool any_dead_ = false;
};

}  // namespace griot::whatsapp_crm
