#include "griot/abi/ext/store.h"

#include <span>

#include "griot/abi/ext/upkeep.h"
#include "plugins/conversations/conversations.h"

namespace griot::conversations {

// The files of sql/, put into the plugin by the build. Static.
extern const std::span<const griot_migration* const> kMigrations;

namespace {

constexpr griot_fact_kind kFact{sizeof(griot_fact_kind), 1, "conversation",
                                "griot_apply_conversations"};
constexpr griot_fact_kind kClick{sizeof(griot_fact_kind), 1, "click", "griot_apply_clicks"};
constexpr const griot_fact_kind* kFacts[] = {&kFact, &kClick};

constexpr griot_upkeep_task kRecount{sizeof(griot_upkeep_task), 2000, "business hours",
                                     "griot_recount_business_hours"};
constexpr griot_upkeep_task kPrune{sizeof(griot_upkeep_task), 3'600'000, "conversation removals",
                                   "griot_prune_conversation_removals"};
constexpr const griot_upkeep_task* kTasks[] = {&kRecount, &kPrune};

}  // namespace

const griot_upkeep* Conversations::Upkeep() {
  static constexpr griot_upkeep upkeep{sizeof(griot_upkeep), 2, kTasks};
  return &upkeep;
}

const griot_store* Conversations::Store() {
  static const griot_store store{sizeof(griot_store),
                                 static_cast<uint32_t>(kMigrations.size()),
                                 2,
                                 0,
                                 kMigrations.data(),
                                 kFacts,
                                 nullptr};
  return &store;
}

}  // namespace griot::conversations
