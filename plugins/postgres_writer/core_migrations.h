#pragma once

#include <span>

#include "griot/abi/ext/store.h"

namespace griot::postgres {

// The files of sql/migrations, put into the plugin by the build (griot_embed_sql). Static.
extern const std::span<const griot_migration* const> kCoreFiles;

}  // namespace griot::postgres
