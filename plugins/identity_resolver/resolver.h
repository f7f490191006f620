#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "griot/door/key_secret.hpp"
#include "griot/plugin.hpp"
#include "plugins/identity_resolver/known.h"

namespace griot::identity {

extern const char* const kOptionsSchema;

// Tells the store who an event shows, by a fact that is applied in the transaction that inserts the
// event, and only if that was new. Of what was stored already it says nothing again: a known user's
// events have no fact. Changes no event. One instance a lane; lane thread.
class IdentityResolver final : public Transform {
 public:
  explicit IdentityResolver(const StageConfig& config);

  void Process(Batch& batch) override;
  void Settled(const SettledBatch& batch) override;
  Status Forget(const griot_forget_request& request, std::string* receipt) override;

  static constexpr StateSchema kState{.id = "griot.identity", .version = 1, .reads_from = 1};
  Status Save(StateWriter& writer) const override;
  Status Load(uint32_t version, const griot_state_record& record) override;
  // Nothing to drop: what is known is in the store, whoever it was that heard of it.
  void Drop(uint64_t) override {}

  static const griot_store* Store();
  static const griot_commands* Commands();

 private:
  // An event that has a fact, and what becomes known when it is stored.
  struct Mark {
    griot_uuid event;
    uint32_t index;  // in the batch as Process saw it
    int64_t place;
    uint64_t hash;  // of the event's session key
    std::string sources;
  };

  // Which event of which project; borrows from the batch.
  struct Name {
    std::string_view project;
    Uuid id;
    bool operator==(const Name&) const = default;
  };
  struct NameHash {
    size_t operator()(const Name& name) const { return std::hash<Uuid>()(name.id); }
  };

  // Somebody of whom nothing is to be remembered, because the store will forget it soon.
  struct Unkept {
    std::chrono::steady_clock::time_point until;
    std::string value;
  };

  void Look(Batch& batch, const Event& event, uint32_t index, std::vector<Mark>* marks);
  bool IsCopy(Batch& batch, uint32_t index);
  static bool IsOf(const Mark& mark, const griot_event& event);
  bool IsUnkept(std::string_view sources);

  const DeploymentSecrets secrets_;
  KnownSources known_;
  std::deque<Unkept> unkept_;                // those that end first come first
  std::deque<std::vector<Mark>> under_way_;  // oldest first, as they will settle
  std::string sources_;                      // scratch of Process, as the others
  std::string body_;
  std::unordered_set<Name, NameHash> before_;  // the first `looked_` events of the batch
  uint32_t looked_ = 0;
};

}  // namespace griot::identity
