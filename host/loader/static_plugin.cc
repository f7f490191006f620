#include "host/loader/static_plugin.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace griot::host {
namespace {

// get_extension is asked with an id alone, so each copy needs a function of its own.
constexpr size_t kMost = 256;
std::array<const StaticPlugin*, kMost> g_plugins;

template <size_t Index>
const void* ExtensionOf(const char* id) {
  return g_plugins[Index]->Extension(id);
}

template <size_t... Index>
constexpr auto Functions(std::index_sequence<Index...>) {
  return std::array<decltype(griot_plugin::get_extension), sizeof...(Index)>{ExtensionOf<Index>...};
}
constexpr auto kFunctions = Functions(std::make_index_sequence<kMost>());

// What both sides know of a struct that grows at its end.
template <class Struct>
Struct Prefix(const Struct& from) {
  Struct to{};
  std::memcpy(&to, &from, std::min<size_t>(sizeof to, from.struct_size));
  to.struct_size = static_cast<uint32_t>(std::min<size_t>(sizeof to, from.struct_size));
  return to;
}

template <class Struct>
const Struct* const* ListOf(const std::deque<Struct>& all, std::vector<const Struct*>* list) {
  for (const Struct& one : all) list->push_back(&one);
  return list->data();
}

}  // namespace

const StaticPlugin* StaticPlugin::Of(const griot_plugin& plugin, const std::string& sha256) {
  // Never destroyed: who asked may still read them while the process ends.
  static auto* const known = new std::map<std::string, const StaticPlugin*>;
  const auto it = known->find(sha256);
  if (it != known->end()) return it->second;
  const size_t index = known->size();
  if (index == kMost) return nullptr;
  g_plugins[index] = new StaticPlugin(plugin, kFunctions[index]);
  return known->emplace(sha256, g_plugins[index]).first->second;
}

StaticPlugin::StaticPlugin(const griot_plugin& plugin,
                           decltype(griot_plugin::get_extension) get_extension)
    : plugin_(Prefix(plugin)) {
  for (const char** text : {&plugin_.id, &plugin_.version, &plugin_.summary,
                            &plugin_.options_schema, &plugin_.golden_events})
    *text = Keep(*text);
  plugin_.source = nullptr;
  plugin_.transform = nullptr;
  plugin_.sink = nullptr;
  plugin_.service = nullptr;
  plugin_.get_extension = nullptr;
  if (plugin.get_extension == nullptr) return;
  plugin_.get_extension = get_extension;
  if (const void* store = plugin.get_extension(GRIOT_EXT_STORE); store != nullptr)
    Keep(*static_cast<const griot_store*>(store));
  if (const void* upkeep = plugin.get_extension(GRIOT_EXT_UPKEEP); upkeep != nullptr)
    Keep(*static_cast<const griot_upkeep*>(upkeep));
}

const char* StaticPlugin::Keep(const char* text) {
  return text == nullptr ? nullptr : texts_.emplace_back(text).c_str();
}

void StaticPlugin::Keep(const griot_store& store) {
  store_ = Prefix(store);
  for (uint32_t i = 0; i < store_.migration_count; ++i) {
    griot_migration& m = migrations_.emplace_back(Prefix(*store_.migrations[i]));
    m.name = Keep(m.name);
    m.sql = Keep(m.sql);
  }
  for (uint32_t i = 0; i < store_.fact_count; ++i) {
    griot_fact_kind& f = facts_.emplace_back(Prefix(*store_.facts[i]));
    f.kind = Keep(f.kind);
    f.function = Keep(f.function);
  }
  for (uint32_t i = 0; i < store_.query_count; ++i) {
    griot_store_query& q = queries_.emplace_back(Prefix(*store_.queries[i]));
    q.name = Keep(q.name);
    q.function = Keep(q.function);
  }
  store_.migrations = ListOf(migrations_, &migration_list_);
  store_.facts = ListOf(facts_, &fact_list_);
  store_.queries = ListOf(queries_, &query_list_);
}

void StaticPlugin::Keep(const griot_upkeep& upkeep) {
  upkeep_ = Prefix(upkeep);
  for (uint32_t i = 0; i < upkeep_.count; ++i) {
    griot_upkeep_task& t = tasks_.emplace_back(Prefix(*upkeep_.tasks[i]));
    t.name = Keep(t.name);
    t.function = Keep(t.function);
  }
  upkeep_.tasks = ListOf(tasks_, &task_list_);
}

const void* StaticPlugin::Extension(const char* id) const {
  const std::string_view name(id);
  if (name == GRIOT_EXT_STORE && store_.struct_size > 0) return &store_;
  if (name == GRIOT_EXT_UPKEEP && upkeep_.struct_size > 0) return &upkeep_;
  return nullptr;
}

}  // namespace griot::host
