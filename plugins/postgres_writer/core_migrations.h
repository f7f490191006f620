#pragma once

#include <cstdint>
#include <span>

namespace griot::postgres {

// A file of sql/migrations, put into the plugin by the build (embed_sql.cmake). Static.
struct CoreMigration {
  uint32_t version;
  const char* name;
  const char* sql;
};

extern const std::span<const CoreMigration> kCoreMigrations;

}  // namespace griot::postgres
