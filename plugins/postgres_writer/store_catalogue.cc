#include "store_catalogue.h"

#include <algorithm>
#include <map>
#include <span>

#include "core_migrations.h"
#include "griot/cpp/host.hpp"

namespace griot::postgres {

bool IsSqlName(std::string_view name) {
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  return !name.empty() && name.size() < 64 && lower(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return lower(c) || (c >= '0' && c <= '9'); });
}

std::vector<Migration> CoreMigrations() {
  std::vector<Migration> list;
  for (const griot_migration* m : kCoreFiles) list.push_back({"core", m->version, m->name, m->sql});
  return list;
}

void StoreCatalogue::Add(std::string_view plugin, const griot_store& store) {
  for (const griot_migration* m : std::span(store.migrations, store.migration_count)) {
    migrations.push_back({std::string(plugin), m->version, m->name, m->sql});
  }
  for (const griot_fact_kind* f : std::span(store.facts, store.fact_count)) {
    const bool taken = std::any_of(facts.begin(), facts.end(),
                                   [&](const FactKind& known) { return known.kind == f->kind; });
    if (taken || !IsSqlName(f->function)) {
      problems.push_back("plugin " + std::string(plugin) + ": fact kind \"" + f->kind +
                         (taken ? "\" is declared twice" : "\" names no plain SQL function"));
      continue;
    }
    const std::string function = f->function;
    facts.push_back(
        {f->kind, function, "fact_" + std::to_string(facts.size()),
         "select ord, reply from " + function + "($1::text[], $2::text[], $3::uuid[], $4::jsonb[])",
         f->reserved == 1});
  }
}

void StoreCatalogue::Add(std::string_view plugin, const griot_upkeep& table) {
  for (const griot_upkeep_task* task : std::span(table.tasks, table.count)) {
    if (!IsSqlName(task->function)) {
      problems.push_back("plugin " + std::string(plugin) + ": upkeep \"" + task->name +
                         "\" names no plain SQL function");
      continue;
    }
    // Of several processes one does it; the others find nothing to do.
    upkeep.push_back({task->name, std::chrono::milliseconds(task->every_ms),
                      std::string("select case when pg_try_advisory_xact_lock(hashtext('") +
                          task->function + "')) then " + task->function + "() else 0 end"});
  }
}

StoreCatalogue ReadCatalogue() {
  StoreCatalogue catalogue;
  catalogue.migrations = CoreMigrations();
  const auto* host = detail::HostExtension<griot_catalogue>(GRIOT_EXT_CATALOGUE);
  if (host == nullptr) return catalogue;
  std::map<std::string_view, const griot_plugin*>
      plugins;  // by id, so that the order is always one
  for (uint32_t i = 0; i < host->count(); ++i) {
    const griot_plugin* plugin = host->plugin(i);
    if (plugin == nullptr || plugin->get_extension == nullptr) continue;
    plugins[plugin->id] = plugin;
  }
  for (const auto& [id, plugin] : plugins) {
    const void* const store = plugin->get_extension(GRIOT_EXT_STORE);
    if (store != nullptr) catalogue.Add(id, *static_cast<const griot_store*>(store));
    const void* const upkeep = plugin->get_extension(GRIOT_EXT_UPKEEP);
    if (upkeep != nullptr) catalogue.Add(id, *static_cast<const griot_upkeep*>(upkeep));
  }
  // One order everywhere, or two writers could wait for each other for ever.
  std::ranges::stable_sort(catalogue.facts, {}, &FactKind::last);
  return catalogue;
}

}  // namespace griot::postgres
