#include "host/pipeline/runtime.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <thread>

#include "griot/json.hpp"
#include "host/pipeline/http_bridge.h"
#include "host/pipeline/load_report.h"
#include "host/pipeline/stage_maker.h"
#include "host/pipeline/version.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

http::Options HttpOptions(const config::HttpDef& def) {
  http::Options options;
  options.address = def.address;
  options.port = def.port;
  options.workers = def.workers != 0 ? def.workers : 1;
  options.trusted_proxies = def.trusted_proxies;
  options.log = [](std::string_view text) { LogInfo(text); };
  return options;
}

bool HasDoor(const config::PipelineDef& def, const Catalogue& catalogue) {
  return std::any_of(def.sources.begin(), def.sources.end(), [&](const auto& source) {
    return catalogue.Find(source.plugin)->plugin().source->poll == nullptr;
  });
}

void Answer(http::Request& request, int status, std::string_view type, std::string_view body) {
  const http::Header header{"Content-Type", type};
  request.reply()->Send(status, {&header, 1}, body);
}

uint64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  uint64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

double CpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Runtime::Runtime(config::Definition definition, const Catalogue& catalogue, std::string data_dir,
                 std::string instance_id)
    : definition_(std::move(definition)),
      catalogue_(&catalogue),
      host_(definition_.memory_bytes),
      swaps_(host_, pipelines_, data_dir + "/run") {
  host_.catalogue = &catalogue;
  host_.data_dir = std::move(data_dir);
  swaps_.SetLimits(definition_.swap);
  host_.instance_id = std::move(instance_id);
  UseHost(&host_);
}

Runtime::~Runtime() {
  Shutdown(std::chrono::milliseconds(0));
  swaps_.Close();
  pipelines_.clear();
  services_.clear();
  http_.reset();
  UseHost(nullptr);
}

Status Runtime::Create() {
  if (definition_.http) {
    http_ = std::make_unique<http::Server>(HttpOptions(*definition_.http));
    host_.http = http_.get();
    host_.http_workers = HttpOptions(*definition_.http).workers;
  }
  swaps_.Restore(definition_);
  for (const config::PipelineDef& def : definition_.pipelines) {
    auto pipeline = std::make_unique<Pipeline>(host_, def, *catalogue_);
    if (Status s = pipeline->Create(); !s.ok()) return s;
    Insert(std::move(pipeline), def, *catalogue_);
  }
  const StageMaker maker{host_, *catalogue_, {}, 1};
  for (const config::StageDef& def : definition_.services) {
    auto& service = services_.emplace_back();
    if (Status s = maker.Make(def, GRIOT_KIND_SERVICE, 0, nullptr, &service); !s.ok()) return s;
  }
  return CheckRoutes(stages());
}

void Runtime::Insert(std::unique_ptr<Pipeline> pipeline, const config::PipelineDef& def,
                     const Catalogue& catalogue) {
  const bool first = !HasDoor(def, catalogue);
  pipelines_.insert(first ? pipelines_.begin() : pipelines_.end(), std::move(pipeline));
}

Status CheckRoutes(const std::vector<Stage*>& stages) {
  std::map<std::pair<http::Method, std::string>, std::string> claimed = {
      {{http::Method::kGet, "/metrics"}, "griot itself"},
      {{http::Method::kGet, "/health/live"}, "griot itself"},
      {{http::Method::kGet, "/health/ready"}, "griot itself"}};
  for (const Stage* stage : stages)
    for (const http::Route& route : stage->ctx()->wanted_routes) {
      const auto [it, added] = claimed.try_emplace({route.method, route.pattern}, stage->name());
      if (!added)
        return Status::Invalid("both " + it->second + " and " + stage->name() + " claim " +
                               std::string(http::MethodName(route.method)) + " " + route.pattern +
                               "; give one of them another `path`");
    }
  return Status::Ok();
}

Status Runtime::Start() {
  host_.settings.UseFolder(host_.data_dir);
  running_ = true;
  started_at_ = std::chrono::steady_clock::now();
  for (const auto& pipeline : pipelines_)
    if (Status s = pipeline->Start(); !s.ok()) return s;
  for (const auto& service : services_) {
    Status s = service->Start();
    if (s.ok()) s = OpenRoutes(service->ctx());
    if (!s.ok()) return s;
  }
  if (http_ != nullptr) {
    AddOwnRoutes();
    // Last: nobody is let in before everything is there.
    if (const auto listening = http_->Start(); !listening.ok())
      return Status::Invalid(listening.error());
  }
  host_.health.SetStarted(true);
  return Status::Ok();
}

uint16_t Runtime::port() const { return http_ == nullptr ? 0 : http_->port(); }

void Runtime::AddOwnRoutes() {
  const auto add = [this](const char* pattern, http::Handler handler) {
    http::Route route;
    route.pattern = pattern;
    route.handler = std::move(handler);
    (void)http_->AddRoute(std::move(route));  // CheckRoutes made sure that they are free
  };
  add("/health/live",
      [](http::Request& r) { Answer(r, 200, "application/json", R"({"status":"live"})"); });
  add("/health/ready", [this](http::Request& r) {
    Answer(r, host_.health.ready() ? 200 : 503, "application/json", host_.health.Json());
  });
  add("/metrics",
      [this](http::Request& r) { Answer(r, 200, "text/plain; version=0.0.4", RenderMetrics()); });
}

std::string Runtime::RenderMetrics() const {
  Metrics& m = const_cast<Host&>(host_).metrics;
  const auto gauge = [&](const char* name, const char* help, double value) {
    m.Get(GRIOT_GAUGE, name, help, {})->Record(value);
  };
  gauge("memory_used_bytes", "Of the host's budget", static_cast<double>(host_.memory.used()));
  gauge("memory_budget_bytes", "The host's budget", static_cast<double>(host_.memory.budget()));
  gauge("resident_memory_bytes", "Of the process", static_cast<double>(ResidentBytes()));
  gauge("cpu_seconds", "Of the process, user and system", CpuSeconds());
  gauge("ready", "1 when ready", host_.health.ready() ? 1 : 0);
  if (http_ != nullptr) {
    const http::Stats stats = http_->stats();
    gauge("http_connections", "Open now", static_cast<double>(stats.connections));
    gauge("http_connections_rejected", "Past the cap", static_cast<double>(stats.rejected));
    gauge("http_requests", "Since the start", static_cast<double>(stats.requests));
    for (int c = 1; c <= 5; ++c)
      m.Get(GRIOT_GAUGE, "http_answers", "By class, since the start",
            {{"class", std::to_string(c) + "xx"}})
          ->Record(static_cast<double>(stats.answers[c]));
  }
  return m.Render();
}

std::vector<Stage*> Runtime::stages() const {
  std::vector<Stage*> all;
  for (const auto& pipeline : pipelines_)
    for (Stage* stage : pipeline->stages()) all.push_back(stage);
  for (const auto& service : services_) all.push_back(service.get());
  return all;
}

std::optional<uint32_t> Runtime::KindOf(std::string_view name) const {
  std::shared_lock lock(topology_);
  for (const Stage* stage : stages())
    if (stage->name() == name) return stage->kind();
  return std::nullopt;
}

LedgerReport Runtime::Ledger() const {
  std::shared_lock lock(topology_);
  return ReadLedger(stages());
}

Status Runtime::Inject(std::string_view name, const std::vector<griot_event>& events,
                       std::chrono::milliseconds patience) {
  std::future<Status> end;
  {
    std::shared_lock lock(topology_);
    Pipeline* pipeline = FindPipeline(name);
    if (pipeline == nullptr) return Status::Invalid("there is no pipeline " + std::string(name));
    if (Status s = pipeline->Offer(events, &end); !s.ok()) return s;
  }
  if (end.wait_for(patience) != std::future_status::ready)
    return Status::Retry("not settled in time; it may still be");
  return end.get();
}

std::string Runtime::ListJson() const {
  std::shared_lock lock(topology_);
  return host::ListJson(pipelines_, services_, *catalogue_);
}

Pipeline* Runtime::FindPipeline(std::string_view name) const {
  for (const auto& pipeline : pipelines_)
    if (pipeline->name() == name) return pipeline.get();
  if (!name.empty() || pipelines_.empty()) return nullptr;
  return pipelines_.back().get();  // those with doors come last
}

std::string Runtime::StatusJson() const {
  std::shared_lock lock(topology_);
  std::string out;
  json::Writer<std::string> w(out);
  const auto up = std::chrono::steady_clock::now() - started_at_;
  w.BeginObject().Key("pid").Int(::getpid());
  w.Key("uptime_seconds").Int(std::chrono::duration_cast<std::chrono::seconds>(up).count());
  w.Key("port").Uint(port());
  w.Key("health").Raw(host_.health.Json());
  w.Key("stages").BeginArray();
  std::string last;
  for (Stage* stage : stages()) {
    if (stage->name() == last) continue;  // one line for all lanes
    last = stage->name();
    const std::shared_ptr<Generation> current = stage->Current();
    w.BeginObject().Key("stage").String(stage->name()).Key("plugin").String(current->plugin().id);
    w.Key("version").String(current->plugin().version).EndObject();
  }
  w.EndArray().EndObject();
  return out;
}

std::string Runtime::LoadJson() const {
  std::shared_lock lock(topology_);
  std::string out;
  json::Writer<std::string> w(out);
  const auto up = std::chrono::steady_clock::now() - started_at_;
  w.BeginObject().Key("version").String(kVersion).Key("at");
  w.Int(std::chrono::duration_cast<std::chrono::microseconds>(up).count());
  w.Key("ready").Bool(host_.health.ready());
  w.Key("memory_used").Uint(host_.memory.used()).Key("memory_budget").Uint(host_.memory.budget());
  w.Key("connections").Uint(http_ == nullptr ? 0 : http_->stats().connections);
  w.Key("pipelines");
  WriteLoads(w, const_cast<Host&>(host_).metrics, pipelines_);
  w.EndObject();
  return out;
}

void Runtime::Shutdown(std::chrono::milliseconds patience) {
  if (!running_) return;
  running_ = false;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto drained = [&](auto&& done) {
    while (!done() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  };
  host_.health.SetStarted(false);
  if (http_ != nullptr) http_->BeginDrain();
  for (const auto& service : services_) service->Drain();
  if (retiring_ != nullptr) {
    drained([&] { return retiring_->Done(); });
    if (retiring_->Done()) retiring_.reset();
  }
  // Doors first: what they took in still finds its queue open.
  for (auto it = pipelines_.rbegin(); it != pipelines_.rend(); ++it) {
    (*it)->Drain();
    drained([&] { return (*it)->Drained(); });
  }
  for (const auto& service : services_) service->Stop();
  for (auto it = pipelines_.rbegin(); it != pipelines_.rend(); ++it) (*it)->Stop();
  if (retiring_ != nullptr) {
    retiring_->then_polls.clear();
    retiring_->then_goes.clear();
    retiring_.reset();
  }
  if (http_ != nullptr) {
    http_->Drained(
        std::max(deadline, std::chrono::steady_clock::now() + std::chrono::milliseconds(100)));
    http_->Stop();
  }
}

}  // namespace griot::host
