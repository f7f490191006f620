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
    facts.push_back({f->kind, function, "fact_" + std::to_string(facts.size()),
                     "select ord, reply from " + function +
                         "($1::text[], $2::text[], $3::uuid[], $4::jsonb[])"});
  }
}

StoreCatalogue ReadCatalogue() {
  StoreCatalogue catalogue;
  catalogue.migrations = CoreMigrations();
  const auto* host = detail::HostExtension<griot_catalogue>(GRIOT_EXT_CATALOGUE);
  if (host == nullptr) return catalogue;
  std::map<std::string_view, const griot_store*> stores;  // by id, so that the order is always one
  for (uint32_t i = 0; i < host->count(); ++i) {
    const griot_plugin* plugin = host->plugin(i);
    if (plugin == nullptr || plugin->get_extension == nullptr) continue;
    const void* table = plugin->get_extension(GRIOT_EXT_STORE);
    if (table != nullptr) stores[plugin->id] = static_cast<const griot_store*>(table);
  }
  for (const auto& [id, store] : stores) catalogue.Add(id, *store);
  return catalogue;
}

}  // namespace griot::postgres
