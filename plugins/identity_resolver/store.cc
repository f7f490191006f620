#include "griot/abi/ext/store.h"

#include "plugins/identity_resolver/migrations.h"
#include "plugins/identity_resolver/resolver.h"

namespace griot::identity {
namespace {

constexpr griot_fact_kind kIdentityFact{sizeof(griot_fact_kind), 1, "identity",
                                        "griot_apply_identity"};
constexpr const griot_fact_kind* kFacts[] = {&kIdentityFact};

}  // namespace

const griot_store* IdentityResolver::Store() {
  static const griot_store store{sizeof(griot_store),
                                 static_cast<uint32_t>(kMigrations.size()),
                                 1,
                                 0,
                                 kMigrations.data(),
                                 kFacts,
                                 nullptr};
  return &store;
}

}  // namespace griot::identity
