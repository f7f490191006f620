#pragma once

#include <span>
#include <string>
#include <vector>

#include "connection.h"
#include "store_catalogue.h"

namespace griot::postgres {

struct MigrationReport {
  std::vector<std::string> applied;      // "core 1 events"; with a dry run, what would be
  std::vector<std::string> differences;  // applied once, and edited since
};

// Brings a database to the state that the migrations describe: each in a transaction, once, as
// griot_owner, under a lock that all migrators share. The roles are made first, where they are
// missing; only then does the login need more rights than to become griot_owner. A database that
// is up to date is only read. One thread at a time; blocks until `deadline`.
PgError Migrate(Connection& connection, std::span<const Migration> migrations, bool dry_run,
                Deadline deadline, MigrationReport* report);

// The same over a connection of its own.
PgError MigrateAt(const std::string& url, std::span<const Migration> migrations, bool dry_run,
                  Deadline deadline, MigrationReport* report);

}  // namespace griot::postgres
