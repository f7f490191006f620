// A copy of what a plugin says of itself, which outlives its image.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "griot/abi.h"
#include "griot/abi/ext/store.h"
#include "griot/abi/ext/upkeep.h"

namespace griot::host {

// The store reads migrations and fact kinds of every plugin, and may hold on to them for as long as
// it lives (griot.catalogue/1). It gets these, so that no image stays in memory for their sake.
// They are static data; what can be called (kinds, other extensions) is left out. Immutable; any
// thread.
class StaticPlugin {
 public:
  // Of that file's plugin: made once, and kept for the life of the process. nullptr: there are too
  // many. [control-thread]
  static const StaticPlugin* Of(const griot_plugin& plugin, const std::string& sha256);

  StaticPlugin(const StaticPlugin&) = delete;
  const griot_plugin& plugin() const { return plugin_; }
  const void* Extension(const char* id) const;

 private:
  StaticPlugin(const griot_plugin& plugin, decltype(griot_plugin::get_extension) get_extension);
  const char* Keep(const char* text);
  void Keep(const griot_store& store);
  void Keep(const griot_upkeep& upkeep);

  griot_plugin plugin_{};
  std::deque<std::string> texts_;
  griot_store store_{};
  std::deque<griot_migration> migrations_;
  std::deque<griot_fact_kind> facts_;
  std::deque<griot_store_query> queries_;
  griot_upkeep upkeep_{};
  std::deque<griot_upkeep_task> tasks_;
  std::vector<const griot_migration*> migration_list_;
  std::vector<const griot_fact_kind*> fact_list_;
  std::vector<const griot_store_query*> query_list_;
  std::vector<const griot_upkeep_task*> task_list_;
};

}  // namespace griot::host
