// From classes to the one exported function: thunks, tables, GRIOT_PLUGIN.
#pragma once

#include <memory>
#include <type_traits>

#include "griot/abi.h"
#include "griot/cpp/stage.hpp"

namespace griot {
inline namespace sdk_v1 {

// What `griot plugins` shows and the YAML is checked against. Statics only.
struct PluginInfo {
  const char* id;
  const char* version;
  const char* summary;
  const char* options_schema = R"({"type":"object","additionalProperties":false})";
  uint64_t capabilities = 0;
  const char* golden_events = nullptr;
};

namespace detail {

// An instance is always a Stage*, so that the tables of extensions serve every kind of a plugin.
inline Stage* AsStage(griot_instance* i) { return reinterpret_cast<Stage*>(i); }
inline const Stage* AsStage(const griot_instance* i) { return reinterpret_cast<const Stage*>(i); }
template <class Base>
Base* As(griot_instance* i) {
  return static_cast<Base*>(AsStage(i));
}

template <class T>
griot_result Create(griot_ctx* ctx, const griot_stage_config* c, griot_instance** out,
                    griot_error* error) noexcept {
  return Guard(error, [&] {
    StageConfig config{
        Context(ctx),      c->lane,     c->lanes,         c->http_workers,   View(c->stage),
        View(c->pipeline), View(c->id), View(c->options), View(c->data_dir), View(c->instance_id)};
    *out = reinterpret_cast<griot_instance*>(static_cast<Stage*>(new T(config)));
    return Status::Ok();
  });
}

template <class Body>
void Quiet(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
    // Nothing can be reported from here; the host sees the state that results.
  }
}

template <class T>
constexpr griot_lifecycle kLifecycle{
    sizeof(griot_lifecycle),
    0,
    &Create<T>,
    [](griot_instance* i, griot_error* e) noexcept {
      return Guard(e, [&] { return AsStage(i)->Start(); });
    },
    [](griot_instance* i) noexcept { Quiet([&] { AsStage(i)->Drain(); }); },
    [](griot_instance* i) noexcept { Quiet([&] { AsStage(i)->Stop(); }); },
    [](griot_instance* i) noexcept { Quiet([&] { delete AsStage(i); }); }};

// True when T overrides the virtual of Stage (or of the kind's base) that `member` names.
template <class Member, class Inherited>
constexpr bool kOverrides = !std::is_same_v<Member, Inherited>;

template <class T>
constexpr bool kPulls = kOverrides<decltype(&T::Poll), Status (Source::*)(uint32_t)>;

template <class T>
constexpr griot_source kSource{
    sizeof(griot_source),
    0,
    kLifecycle<T>,
    kPulls<T>
        ? +[](griot_instance* i, uint32_t timeout_ms,
              griot_error*
                  e) noexcept { return Guard(e, [&] { return As<Source>(i)->Poll(timeout_ms); }); }
        : nullptr,
    kPulls<T> ? +[](griot_instance* i) noexcept { Quiet([&] { As<Source>(i)->Wake(); }); }
              : nullptr,
    [](griot_instance* i, const griot_settlement* s) noexcept {
      Quiet([&] { As<Source>(i)->SubmissionSettled(*s); });
    }};

template <class T>
constexpr griot_transform kTransform{
    sizeof(griot_transform), 0, kLifecycle<T>,
    [](griot_instance* i, griot_batch* b, griot_error* e) noexcept {
      return Guard(e, [&] {
        // What Process leaves alone passes; set first, so that it need not touch every event.
        for (uint32_t n = 0; n < b->count; ++n) b->verdicts[n].kind = GRIOT_PASS;
        Batch batch(b);
        As<Transform>(i)->Process(batch);
        return Status::Ok();
      });
    }};

template <class T>
constexpr griot_sink kSink{sizeof(griot_sink), 0, kLifecycle<T>,
                           [](griot_instance* i, griot_write* w, griot_error* e) noexcept {
                             return Guard(e, [&] {
                               Write write(w);
                               return As<Sink>(i)->WriteBatch(write);
                             });
                           }};

template <class T>
constexpr griot_service kService{sizeof(griot_service), 0, kLifecycle<T>};

// Extensions that work on instances. Their tables differ only in constants of the class.
inline constexpr griot_settled kSettled{sizeof(griot_settled), 0,
                                        [](griot_instance* i, const griot_batch* b,
                                           const griot_outcome* o, const griot_str* r) noexcept {
                                          Quiet([&] { AsStage(i)->Settled({b, o, r}); });
                                        }};

template <class T>
constexpr griot_tick kTick{
    sizeof(griot_tick), T::kTickMs,
    [](griot_instance* i, griot_time now) noexcept { Quiet([&] { AsStage(i)->Tick(now); }); }};

template <class T>
constexpr griot_state kState{
    sizeof(griot_state),
    T::kState.version,
    T::kState.reads_from,
    T::kState.one_way ? 1u : 0u,
    T::kState.id,
    [](const griot_instance* i, griot_state_writer* w, griot_error* e) noexcept {
      return Guard(e, [&] {
        StateWriter writer(w);
        return AsStage(i)->Save(writer);
      });
    },
    [](griot_instance* i, uint32_t version, const griot_state_record* r, griot_error* e) noexcept {
      return Guard(e, [&] { return AsStage(i)->Load(version, *r); });
    },
    [](griot_instance* i, uint64_t hash) noexcept { Quiet([&] { AsStage(i)->Drop(hash); }); }};

inline constexpr griot_state_keys kStateKeys{
    sizeof(griot_state_keys), 0,
    [](const griot_instance* i, const uint64_t* hashes, uint32_t count, griot_state_writer* w,
       griot_error* e) noexcept {
      return Guard(e, [&] {
        StateWriter writer(w);
        return AsStage(i)->SaveKeys({hashes, count}, writer);
      });
    }};

inline constexpr griot_forget kForget{sizeof(griot_forget), 0,
                                      [](griot_instance* i, const griot_forget_request* r,
                                         griot_str* receipt, griot_error* e) noexcept {
                                        return Guard(e, [&] {
                                          Stage* stage = AsStage(i);
                                          stage->receipt_.clear();
                                          Status status = stage->Forget(*r, &stage->receipt_);
                                          *receipt = Str(stage->receipt_);
                                          return status;
                                        });
                                      }};

template <class T>
constexpr griot_ledger kLedger{
    sizeof(griot_ledger), T::kLedgerSide,
    [](griot_instance* i, griot_ledger_take take, void* user, griot_error* e) noexcept {
      return Guard(e, [&] {
        return AsStage(i)->ReadLedger([&](const griot_ledger_row& row) { take(user, &row); });
      });
    },
    [](griot_instance* i, griot_str project, griot_str source, uint64_t settled,
       griot_error* e) noexcept {
      return Guard(e,
                   [&] { return AsStage(i)->RestoreLedger(View(project), View(source), settled); });
    }};

inline constexpr griot_lookup_provider kLookup{
    sizeof(griot_lookup_provider), 0,
    [](griot_instance* i, const char* function, const griot_str* keys, uint32_t count,
       griot_lookup_row row, void* user, griot_error* e) noexcept {
      return Guard(e, [&] {
        return AsStage(i)->Lookup(
            function, {keys, count},
            [&](uint32_t index, std::string_view reply) { row(user, index, Str(reply)); });
      });
    }};

// The extension `id` as class T offers it, or nullptr.
template <class T>
const void* ExtensionOf(std::string_view id) {
  if constexpr (kOverrides<decltype(&T::Settled), void (Stage::*)(const SettledBatch&)>)
    if (id == GRIOT_EXT_SETTLED) return &kSettled;
  if constexpr (requires { T::kTickMs; })
    if (id == GRIOT_EXT_TICK) return &kTick<T>;
  if constexpr (requires { T::kState.id; })
    if (id == GRIOT_EXT_STATE) return &kState<T>;
  if constexpr (kOverrides<decltype(&T::SaveKeys),
                           Status (Stage::*)(std::span<const uint64_t>, StateWriter&) const>)
    if (id == GRIOT_EXT_STATE_KEYS) return &kStateKeys;
  if constexpr (kOverrides<decltype(&T::Forget),
                           Status (Stage::*)(const griot_forget_request&, std::string*)>)
    if (id == GRIOT_EXT_FORGET) return &kForget;
  if constexpr (requires { T::kLedgerSide; })
    if (id == GRIOT_EXT_LEDGER) return &kLedger<T>;
  if constexpr (kOverrides<decltype(&T::Lookup),
                           Status (Stage::*)(const char*, std::span<const griot_str>,
                                             const Context::LookupRow&)>)
    if (id == GRIOT_EXT_LOOKUP) return &kLookup;
  if constexpr (requires { T::Store(); })
    if (id == GRIOT_EXT_STORE) return T::Store();
  if constexpr (requires { T::Upkeep(); })
    if (id == GRIOT_EXT_UPKEEP) return T::Upkeep();
  if constexpr (requires { T::Commands(); })
    if (id == GRIOT_EXT_COMMAND) return T::Commands();
  return nullptr;
}

template <class T>
void AddKind(griot_plugin* plugin) {
  if constexpr (std::is_base_of_v<Source, T>) {
    plugin->kinds |= GRIOT_KIND_SOURCE;
    plugin->source = &kSource<T>;
  } else if constexpr (std::is_base_of_v<Transform, T>) {
    plugin->kinds |= GRIOT_KIND_TRANSFORM;
    plugin->transform = &kTransform<T>;
  } else if constexpr (std::is_base_of_v<Sink, T>) {
    plugin->kinds |= GRIOT_KIND_SINK;
    plugin->sink = &kSink<T>;
  } else {
    static_assert(std::is_base_of_v<Service, T>, "derive from Source, Transform, Sink or Service");
    plugin->kinds |= GRIOT_KIND_SERVICE;
    plugin->service = &kService<T>;
  }
}

template <class... T>
griot_plugin Describe(const PluginInfo& info) {
  griot_plugin plugin{};
  plugin.struct_size = sizeof plugin;
  plugin.abi_major = GRIOT_ABI_MAJOR;
  plugin.abi_minor = GRIOT_ABI_MINOR;
  plugin.capabilities = info.capabilities;
  plugin.id = info.id;
  plugin.version = info.version;
  plugin.summary = info.summary;
  plugin.options_schema = info.options_schema;
  plugin.golden_events = info.golden_events;
  (AddKind<T>(&plugin), ...);
  plugin.get_extension = [](const char* id) noexcept -> const void* {
    const void* found = nullptr;
    ((found = found != nullptr ? found : ExtensionOf<T>(id)), ...);
    return found;
  };
  return plugin;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace griot

#define GRIOT_EXPORT extern "C" __attribute__((visibility("default")))

// Defines the plugin's entry: GRIOT_PLUGIN((griot::PluginInfo{…}), SourceClass, SinkClass). One
// class a kind.
#define GRIOT_PLUGIN(info, ...)                                                 \
  GRIOT_EXPORT const griot_plugin* griot_plugin_entry(const griot_host* host) { \
    static griot_plugin plugin;                                                 \
    ::griot::detail::g_host = host;                                             \
    plugin = ::griot::detail::Describe<__VA_ARGS__>(info);                      \
    return &plugin;                                                             \
  }
