#include "griot/abi/ext/store.h"

#include "demo.h"
#include "migrations.h"

namespace griot::demo {

const griot_store* Demo::Store() {
  static const griot_store store{sizeof(griot_store),
                                 static_cast<uint32_t>(kMigrations.size()),
                                 0,
                                 0,
                                 kMigrations.data(),
                                 nullptr,
                                 nullptr};
  return &store;
}

}  // namespace griot::demo
