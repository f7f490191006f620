#pragma once

#include <span>

#include "griot/abi/ext/store.h"

namespace griot::identity {

// The files of sql/, put into the plugin by the build. Static.
extern const std::span<const griot_migration* const> kMigrations;

}  // namespace griot::identity
