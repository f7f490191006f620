#include "plugins/dashboard/dashboard.h"

#include <span>
#include <utility>

#include "plugins/dashboard/api/departures.h"
#include "plugins/dashboard/api/finish.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/auth/user_gate.h"
#include "plugins/dashboard/reports/reports.h"
#include "plugins/dashboard/settings/settings.h"
#include "plugins/dashboard/sources/sources.h"
#include "plugins/dashboard/welcome/welcome.h"

namespace griot::dashboard {

// The files of sql/, put into the plugin by the build. Static.
extern const std::span<const griot_migration* const> kMigrations;

// A route at the host, and whose it is.
struct Dashboard::Mounted {
  Dashboard* dashboard;
  const Route* route;
};

Dashboard::Dashboard(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      directory_(context_, options_),
      keys_(directory_),
      access_(options_.public_url),
      doors_(options_, access_.front()),
      first_start_(context_, access_, options_),
      keeper_(context_, options_),
      feed_(context_, options_),
      gate_(std::make_unique<UserGate>(access_, keys_, options_)),
      routes_(ReportRoutes()) {
  for (auto more :
       {SignInRoutes(access_), AccountRoutes(access_), LinkRoutes(access_), ProjectRoutes(access_),
        GoalRoutes(), KeyRoutes(), TeamRoutes(), InvitationRoutes(access_), SavedRoutes(),
        AuditRoutes(), SourceRoutes(), WelcomeRoutes()}) {
    routes_.insert(routes_.end(), more.begin(), more.end());
  }
  Call prototype;
  prototype.directory = &directory_;
  prototype.people = &people_;
  prototype.feed = &feed_;
  prototype.doors = &doors_;
  workers_ = std::make_unique<Workers>(context_, options_, std::move(prototype));
  const griot_http* const http = detail::Http();
  if (http == nullptr) throw OptionError("this host has no HTTP front: add `http:`");
  const griot_handler handler = [](griot_instance*, void* user, griot_request* raw) {
    Request request(raw);
    const auto* mounted = static_cast<const Mounted*>(user);
    try {
      mounted->dashboard->Handle(request, *mounted->route);
    } catch (...) {
      // The handler may have taken the answer already: then this is ignored.
      request.Defer().Json(500, ErrorAnswer({500, "internal", "internal error"}).body);
    }
  };
  for (const Route& route : routes_) {
    mounted_.push_back(std::make_unique<Mounted>(Mounted{this, &route}));
    const griot_route at{sizeof(griot_route), route.method, Str(route.pattern),
                         route.max_body,      handler,      mounted_.back().get()};
    auto* const instance = reinterpret_cast<griot_instance*>(static_cast<Stage*>(this));
    Require(detail::Ask(
        [&](griot_error* error) { return http->route(context_.raw(), instance, &at, error); }));
  }
  site_.Mount(context_, this);
}

Dashboard::~Dashboard() = default;

Status Dashboard::Start() {
  directory_.Start();
  feed_.Start();
  workers_->Start();
  first_start_.Start();
  if (options_.rollups) keeper_.Start();
  return Status::Ok();
}

void Dashboard::Stop() {
  first_start_.Stop();
  workers_->Stop();
  feed_.Stop();
  keeper_.Stop();
  directory_.Stop();
}

namespace {

void ReadRequest(const Request& request, const Route& route, Call* call) {
  call->method = request.method();
  call->path = request.path();
  call->client_ip = request.client_ip();
  for (const std::string_view name : kKeptHeaders) {
    if (const auto value = request.Header(name)) call->headers.emplace(name, *value);
  }
  for (size_t at = 0; (at = route.pattern.find("/:", at)) != std::string::npos; ++at) {
    const std::string name = route.pattern.substr(at + 2, route.pattern.find('/', at + 2) - at - 2);
    call->params[name] = request.Param(name).value_or("");
  }
  auto query = ReadQuery(request.target());
  if (!query) {
    throw Problem(400, "bad_query", "the query does not read as UTF-8 in percent escapes");
  }
  call->query = std::move(*query);
  for (size_t i = 0; i < call->query.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (call->query[k].first == call->query[i].first) {
        throw BadParameter(call->query[i].first, "is given twice");
      }
    }
  }
}

std::string_view ProjectOf(const Call& call) {
  for (const auto& [name, value] : call.query) {
    if (name == "project") return value;
  }
  return {};
}

}  // namespace

void Dashboard::Handle(Request& request, const Route& route) {
  auto job = std::make_shared<Job>();
  Call& call = job->call;
  job->route = &route;
  try {
    ReadRequest(request, route, &call);
    if (route.needs != Role::kNone) {
      auto said = gate_->Admit(request, ProjectOf(call), route.needs);
      if (auto* refusal = std::get_if<Refusal>(&said)) {
        throw Problem(refusal->status, refusal->code, refusal->message, {}, refusal->retry_after);
      }
      call.caller = std::get<Caller>(std::move(said));
    }
    std::string_view body;
    switch (request.DecodedBody(route.max_body, &body)) {
      case GRIOT_OK:
        break;
      case GRIOT_UNSUPPORTED:
        throw Problem(415, "encoding", "the Content-Encoding is not known");
      case GRIOT_BUSY:
        throw Problem(413, "too_long", "the body is too long");
      default:
        throw Problem(400, "bad_body", "the body does not decode");
    }
    call.body = body;
  } catch (const Problem& problem) {
    call.reply = request.Defer();
    return Finish(call, ErrorAnswer(problem));
  }
  call.reply = request.Defer();
  Departures::Watch(job);
  if (!workers_->Submit(job)) {
    Finish(call, ErrorAnswer({503, "busy", "too many ask at once", {}, 2}));
  }
}

const griot_store* Dashboard::Store() {
  static const griot_store store{sizeof(griot_store),
                                 static_cast<uint32_t>(kMigrations.size()),
                                 0,
                                 0,
                                 kMigrations.data(),
                                 nullptr,
                                 nullptr};
  return &store;
}

}  // namespace griot::dashboard
