#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "griot/abi.h"

namespace griot::postgres {

// A kind of fact, and the SQL function of the plugin that applies it.
struct FactKind {
  std::string kind;
  std::string function;
  std::string statement;  // the prepared statement's name
  std::string sql;
  bool last = false;  // it holds a lock that all others want, until the transaction ends
};

// Work that a plugin wants done in its tables from time to time (griot.upkeep/1).
struct UpkeepTask {
  std::string name;
  std::chrono::milliseconds every;
  std::string sql;
};

struct Migration {
  std::string plugin;  // "core" for griot's own
  uint32_t version = 0;
  std::string name;
  std::string sql;
};

// A bare SQL name, as plugins declare their functions: it becomes part of a statement.
bool IsSqlName(std::string_view name);

// griot's own migrations, in order.
std::vector<Migration> CoreMigrations();

// What the loaded plugins keep in Postgres (griot.store/1), by id; core migrations first. Built
// once, then read only: safe from any thread.
struct StoreCatalogue {
  std::vector<Migration> migrations;
  std::vector<FactKind> facts;
  std::vector<UpkeepTask> upkeep;
  std::vector<std::string> problems;  // what a plugin declares and cannot be used

  // Adds one plugin's tables.
  void Add(std::string_view plugin, const griot_store& store);
  void Add(std::string_view plugin, const griot_upkeep& upkeep);
};

// Of the host's griot.catalogue/1; only the core migrations without one.
StoreCatalogue ReadCatalogue();

}  // namespace griot::postgres
