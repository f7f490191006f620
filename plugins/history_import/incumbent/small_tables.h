#pragma once

#include <span>

#include "griot/json.hpp"
#include "plugins/history_import/client/row.h"

namespace griot::history_import {

// A table of the incumbent beside `events`, of which each row is one event.
struct SmallTable {
  const char* name;
  // What must be there for its query, as names of tables.
  std::span<const char* const> needs;
  // A page of it: (key as text, the row as JSON text), of tenant $1, behind key $2, in the order of
  // the key. What stands in `events` already is not among it.
  const char* page;
  const char* first_key;  // before all keys
  const char* count;      // of tenant $1, as int8
  void (*map)(json::Value row, Row* out);
};

// In the order in which they are imported, before `events`.
std::span<const SmallTable> SmallTables();

}  // namespace griot::history_import
