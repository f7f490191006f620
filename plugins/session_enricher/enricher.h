#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "griot/plugin.hpp"
#include "project_rules.h"
#include "session_store.h"

namespace griot::sessions {

extern const char* const kOptionsSchema;

// Gives events their session, and appends a fact for each from which the store keeps the row of the
// session: written in the transaction that inserts the event, and only if that was new. One
// instance a lane; lane thread.
class SessionEnricher final : public Transform {
 public:
  explicit SessionEnricher(const StageConfig& config);
  // With another way of keeping sessions.
  SessionEnricher(const StageConfig& config, std::unique_ptr<SessionStore> sessions);

  void Process(Batch& batch) override;
  void Settled(const SettledBatch& batch) override;

  static constexpr StateSchema kState{.id = "griot.session", .version = 1, .reads_from = 1};
  Status Save(StateWriter& writer) const override { return sessions_->Save(writer); }
  Status SaveKeys(std::span<const uint64_t> hashes, StateWriter& writer) const override {
    return sessions_->SaveKeys(hashes, writer);
  }
  Status Load(uint32_t version, const griot_state_record& record) override;
  void Drop(uint64_t hash) override { sessions_->Drop(hash); }

  Status Forget(const griot_forget_request& request, std::string* receipt) override;

  static const griot_store* Store();
  static const griot_upkeep* Upkeep();
  static const griot_commands* Commands();

 private:
  // An event of a batch that is under way.
  struct Mark {
    griot_uuid event;
    uint32_t index;  // in the batch as Process saw it
    KeyRef key;
    Uuid session = {};
    uint32_t known = 0;  // what its fact tells of the session
  };
  struct UnderWay {
    std::string texts;  // what the keys point into
    std::vector<Mark> marks;
  };

  void ReadKeys(Batch& batch, UnderWay* under_way);
  void Assign(Batch& batch, Event event, Mark* mark);
  // Gives what the fact tells of its session, as Known bits.
  uint32_t AppendFact(Batch& batch, const Event& event, const Mark& mark, const Assigned& assigned,
                      uint32_t flags);
  uint32_t Flags(const Event& event) const;
  // Whether the store grouped the key of this event anew: what is known of it here is not so.
  bool IsRegrouped(const SettledBatch& settled, const griot_uuid& event, uint32_t* next_fact) const;
  void ReadBack(std::span<const griot_str> keys,
                const std::function<void(uint32_t, std::string_view)>& take);

  const Context context_;
  ProjectRules rules_;
  std::unique_ptr<SessionStore> sessions_;
  std::deque<UnderWay> under_way_;  // oldest first, as they will settle
  std::vector<uint32_t> subjects_;  // scratch of Process: the events that have a key
  std::vector<KeyRef> keys_;        // and these
  std::string body_;
  bool told_ = false;  // that the store cannot answer
};

}  // namespace griot::sessions
