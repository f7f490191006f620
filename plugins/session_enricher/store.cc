#include "griot/abi/ext/store.h"

#include "enricher.h"
#include "griot/abi/ext/upkeep.h"
#include "migrations.h"

namespace griot::sessions {
namespace {

constexpr griot_fact_kind kSessionFact{sizeof(griot_fact_kind), 0, "session",
                                       "griot_apply_sessions"};
constexpr const griot_fact_kind* kFacts[] = {&kSessionFact};

constexpr griot_store_query kStatesQuery{sizeof(griot_store_query), 0, "states",
                                         "griot_session_states"};
constexpr const griot_store_query* kQueries[] = {&kStatesQuery};

constexpr griot_upkeep_task kRebuild{sizeof(griot_upkeep_task), 2000, "sessions",
                                     "griot_rebuild_sessions"};
constexpr const griot_upkeep_task* kTasks[] = {&kRebuild};

}  // namespace

const griot_upkeep* SessionEnricher::Upkeep() {
  static constexpr griot_upkeep upkeep{sizeof(griot_upkeep), 1, kTasks};
  return &upkeep;
}

const griot_store* SessionEnricher::Store() {
  static const griot_store store{sizeof(griot_store),
                                 static_cast<uint32_t>(kMigrations.size()),
                                 1,
                                 1,
                                 kMigrations.data(),
                                 kFacts,
                                 kQueries};
  return &store;
}

}  // namespace griot::sessions
