#include "queue_host.h"

#include <memory>
#include <tuple>

struct griot_submission {
  griot::test::Ctx* ctx = nullptr;
  std::deque<std::unique_ptr<char[]>> arena;
  uint64_t allocated = 0;
  griot::test::GotSubmission got;
  std::string stream;
  uint64_t hi = 0, lo = 0, fence = 0;
};

struct griot_metric {
  griot::test::Ctx* ctx;
  std::string name;
  int32_t kind;
};

namespace griot::test {
namespace {

Ctx* AsCtx(griot_ctx* ctx) { return reinterpret_cast<Ctx*>(ctx); }

std::mutex g_settings_mutex;
uint64_t g_settings_version = 0;
std::string g_settings_json = "{}";

struct HeldSettings {
  griot_settings_snapshot snapshot{};  // first: a pointer to it is one to the whole
  std::string json;
};

GotEvent CopyEvent(const griot_submission& s, const griot_event& e) {
  GotEvent got;
  got.raw = e;
  got.project = View(e.project);
  got.source = View(e.source);
  got.channel = View(e.channel);
  got.name = View(e.name);
  got.user_id = View(e.user_id);
  got.anonymous_id = View(e.anonymous_id);
  got.properties = View(e.properties);
  got.context = View(e.context);
  got.stream = s.stream;
  got.hi = s.hi;
  got.lo = s.lo;
  got.fence = s.fence;
  return got;
}

const griot_intake kIntake{
    sizeof(griot_intake),
    0,
    [](griot_ctx* ctx, uint64_t) -> griot_submission* {
      if (AsCtx(ctx)->full) return nullptr;
      auto* submission = new griot_submission;
      submission->ctx = AsCtx(ctx);
      return submission;
    },
    [](griot_submission* s, uint64_t size) -> char* {
      s->allocated += size;
      if (s->allocated > s->ctx->room) return nullptr;
      s->arena.push_back(std::make_unique<char[]>(size + 1));
      return s->arena.back().get();
    },
    [](griot_submission* s, const griot_event* e) -> griot_result {
      if (e->name.size == 0 || e->project.size == 0) return GRIOT_INVALID;
      if (View(e->name) == "refuse me") return GRIOT_INVALID;
      ++s->ctx->counted;
      if (!s->ctx->count_only) s->got.events.push_back(CopyEvent(*s, *e));
      return GRIOT_OK;
    },
    [](griot_submission* s, const griot_settled_event* e) -> griot_result {
      s->got.settled.push_back({CopyEvent(*s, *e->event), e->kind, std::string(View(e->reason)),
                                std::string(View(e->detail)), std::string(View(e->stage)),
                                std::string(View(e->raw))});
      return GRIOT_OK;
    },
    [](griot_submission* s, const griot_fact* f) -> griot_result {
      s->got.facts.push_back({std::string(View(f->kind)), std::string(View(f->project)),
                              std::string(View(f->key)), std::string(View(f->body)), f->cause});
      return GRIOT_OK;
    },
    [](griot_submission* s, const griot_origin* o) -> griot_result {
      s->stream = View(o->stream);
      s->hi = o->position_hi;
      s->lo = o->position_lo;
      s->fence = o->fence;
      return GRIOT_OK;
    },
    [](griot_submission* s, uint64_t token) -> griot_result {
      s->got.token = token;
      {
        const std::lock_guard lock(s->ctx->mutex);
        s->ctx->submissions.push_back(std::move(s->got));
      }
      delete s;
      return GRIOT_OK;
    },
    [](griot_submission* s) { delete s; }};

const griot_settings kSettings{sizeof(griot_settings),
                               0,
                               [] { return TestSettings().first; },
                               []() -> const griot_settings_snapshot* {
                                 auto* held = new HeldSettings;
                                 std::tie(held->snapshot.version, held->json) = TestSettings();
                                 held->snapshot.struct_size = sizeof held->snapshot;
                                 held->snapshot.json = Str(held->json);
                                 return &held->snapshot;
                               },
                               [](const griot_settings_snapshot* snapshot) {
                                 delete reinterpret_cast<const HeldSettings*>(snapshot);
                               },
                               [](griot_ctx*, uint64_t version, griot_str json) -> griot_result {
                                 if (json.size == 0 || json.data[0] != '{') return GRIOT_INVALID;
                                 PublishTestSettings(version, View(json));
                                 return GRIOT_OK;
                               }};

griot_host MakeHost() {
  griot_host host{};
  host.struct_size = sizeof host;
  host.abi_major = GRIOT_ABI_MAJOR;
  host.abi_minor = GRIOT_ABI_MINOR;
  host.get_extension = [](const char* id) -> const void* {
    if (std::string_view(id) == GRIOT_EXT_INTAKE) return &kIntake;
    if (std::string_view(id) == GRIOT_EXT_SETTINGS) return &kSettings;
    return nullptr;
  };
  host.log = [](griot_ctx*, int32_t, griot_str) {};
  host.metric = [](griot_ctx* ctx, int32_t kind, const char* name, const char*, griot_str,
                   griot_str) -> griot_metric* {
    static std::mutex mutex;
    static std::deque<griot_metric> all;
    const std::lock_guard lock(mutex);
    return &all.emplace_back(griot_metric{AsCtx(ctx), name, kind});
  };
  host.record = [](griot_metric* m, double value) {
    const std::lock_guard lock(m->ctx->mutex);
    double& now = m->ctx->metrics[m->name];
    now = m->kind == GRIOT_COUNTER ? now + value : value;
  };
  host.health = [](griot_ctx* ctx, griot_str component, int32_t state, griot_str text) {
    const std::lock_guard lock(AsCtx(ctx)->mutex);
    AsCtx(ctx)->health[std::string(View(component))] = {state, std::string(View(text))};
  };
  host.stopping = [](griot_ctx*) -> int32_t { return 0; };
  return host;
}

}  // namespace

void InstallHost() {
  static const griot_host host = MakeHost();
  static std::once_flag once;
  std::call_once(once, [] { griot::detail::g_host = &host; });
}

void PublishTestSettings(uint64_t version, std::string_view json) {
  const std::lock_guard lock(g_settings_mutex);
  if (version <= g_settings_version) return;
  g_settings_version = version;
  g_settings_json = json;
}

std::pair<uint64_t, std::string> TestSettings() {
  const std::lock_guard lock(g_settings_mutex);
  return {g_settings_version, g_settings_json};
}

}  // namespace griot::test
