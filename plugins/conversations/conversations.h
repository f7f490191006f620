#pragma once

#include <string>

#include "griot/plugin.hpp"
#include "plugins/conversations/clicks.h"
#include "plugins/conversations/facts.h"

namespace griot::conversations {

extern const char* const kOptionsSchema;

// Appends a fact for each event that tells of a message, of a chat or of a link that was followed;
// from these the store keeps message_facts, chats, response_times and resolutions, in the
// transaction that inserts the event, and only if that was new. Changes no event, keeps no state
// between events. One instance a lane; lane thread.
class Conversations final : public Transform {
 public:
  explicit Conversations(const StageConfig& config);

  void Process(Batch& batch) override;

  static const griot_store* Store();
  static const griot_upkeep* Upkeep();
  static const griot_commands* Commands();

 private:
  FactWriter writer_;
  const ClickWriter clicks_;
  std::string key_, body_;
};

}  // namespace griot::conversations
