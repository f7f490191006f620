#include "host/pipeline/http_bridge.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <unordered_set>

#include "griot/cpp/status.hpp"
#include "host/http/server.h"
#include "host/pipeline/host.h"

// What a plugin holds as the answer that it owes.
struct griot_reply {
  griot::http::ReplyPtr reply;
  griot_ctx* ctx;
};

namespace griot::host {
namespace {

// A request during its handler's call (griot_request.host_record).
struct Call {
  http::Request& request;
  griot_ctx* ctx;
  std::deque<std::string> texts;  // decoded values that were asked for
};

Call& Of(const griot_request* request) {
  CallGuard::Within({Entry::kHandler}, "a function for requests");
  return *static_cast<Call*>(request->host_record);
}

// The answers that each stage still owes. A handful are open at a time, a few hundred under load.
class Owed {
 public:
  void Add(griot_reply* reply) {
    std::lock_guard lock(mutex_);
    open_.insert(reply);
  }
  // False: it is not owed (any more).
  bool Remove(griot_reply* reply) {
    std::lock_guard lock(mutex_);
    return open_.erase(reply) == 1;
  }
  bool Holds(griot_reply* reply) {
    std::lock_guard lock(mutex_);
    return open_.contains(reply);
  }
  std::vector<griot_reply*> TakeAll(const griot_ctx* ctx) {
    std::vector<griot_reply*> taken;
    std::lock_guard lock(mutex_);
    std::erase_if(open_, [&](griot_reply* reply) {
      if (reply->ctx != ctx) return false;
      taken.push_back(reply);
      return true;
    });
    return taken;
  }

 private:
  std::mutex mutex_;
  std::unordered_set<griot_reply*> open_;
};

Owed& TheOwed() {
  static Owed owed;
  return owed;
}

std::vector<http::Header> Headers(const griot_header* headers, uint32_t count) {
  std::vector<http::Header> list;
  list.reserve(count);
  for (uint32_t i = 0; i < count; ++i)
    list.push_back({View(headers[i].name), View(headers[i].value)});
  return list;
}

griot_result AddRoute(griot_ctx* ctx, griot_instance* instance, const griot_route* route,
                      griot_error* error) {
  CallGuard::Within({Entry::kCreate, Entry::kStart}, "griot_http.route");
  if (ctx->host->http == nullptr) {
    detail::SetError(error, "this process has no HTTP front: add `http: {listen: …}`");
    return GRIOT_INVALID;
  }
  if (route->method < 0 || route->method >= static_cast<int32_t>(http::kMethods)) {
    detail::SetError(error, "unknown method");
    return GRIOT_INVALID;
  }
  http::Route mine;
  mine.method = static_cast<http::Method>(route->method);
  mine.pattern = View(route->pattern);
  mine.max_body = route->max_body;
  mine.on_pool = ctx->is_service;
  mine.handler = [ctx, instance, handler = route->handler,
                  user = route->user](http::Request& request) {
    Call call{request, ctx, {}};
    griot_request view{sizeof view,
                       static_cast<int32_t>(request.method()),
                       request.worker(),
                       0,
                       Str(request.path()),
                       Str(request.raw_target()),
                       Str(request.body()),
                       Str(request.client_ip()),
                       &call};
    const CallGuard::Running running(ctx->calls, Entry::kHandler);
    handler(instance, user, &view);
  };
  ctx->wanted_routes.push_back(std::move(mine));
  return GRIOT_OK;
}

griot_result ReadHeader(const griot_request* request, griot_str name, griot_str* value) {
  const auto found = Of(request).request.Header(View(name));
  if (!found) return GRIOT_GONE;
  *value = Str(*found);
  return GRIOT_OK;
}

griot_result ReadQuery(const griot_request* request, griot_str name, griot_str* decoded) {
  Call& call = Of(request);
  auto found = call.request.QueryParam(View(name));
  if (!found) return GRIOT_GONE;
  call.texts.push_back(std::move(*found));
  *decoded = Str(call.texts.back());
  return GRIOT_OK;
}

griot_result ReadParam(const griot_request* request, griot_str name, griot_str* decoded) {
  const auto found = Of(request).request.PathParam(View(name));
  if (!found) return GRIOT_GONE;
  *decoded = Str(*found);
  return GRIOT_OK;
}

griot_result DecodedBody(const griot_request* request, uint64_t max, griot_str* body) {
  std::string_view text;
  switch (Of(request).request.DecodedBody(max, &text)) {
    case http::Decode::kOk:
      *body = Str(text);
      return GRIOT_OK;
    case http::Decode::kUnsupported:
      return GRIOT_UNSUPPORTED;
    case http::Decode::kTooLarge:
      return GRIOT_BUSY;
    default:
      return GRIOT_INVALID;
  }
}

griot_reply* Defer(griot_request* request) {
  Call& call = Of(request);
  auto* reply = new griot_reply{call.request.reply(), call.ctx};
  TheOwed().Add(reply);
  return reply;
}

void Answer(griot_reply* reply, int32_t status, const griot_header* headers, uint32_t header_count,
            griot_str body) {
  if (!TheOwed().Remove(reply)) return;
  reply->reply->Send(status, Headers(headers, header_count), View(body));
  delete reply;
}

griot_result StreamBegin(griot_reply* reply, int32_t status, const griot_header* headers,
                         uint32_t header_count) {
  if (!TheOwed().Holds(reply)) return GRIOT_GONE;
  const bool begun = reply->reply->StreamBegin(status, Headers(headers, header_count));
  return begun ? GRIOT_OK : GRIOT_GONE;
}

griot_result StreamWrite(griot_reply* reply, griot_str bytes) {
  switch (reply->reply->StreamWrite(View(bytes))) {
    case http::Push::kOk:
      return GRIOT_OK;
    case http::Push::kFull:
      return GRIOT_STREAM_FULL;
    default:
      return GRIOT_STREAM_GONE;
  }
}

void StreamCallbacks(griot_reply* reply, void* user, void (*on_writable)(void*),
                     void (*on_closed)(void*)) {
  if (on_writable != nullptr) reply->reply->OnWritable([=] { on_writable(user); });
  if (on_closed != nullptr) reply->reply->OnClosed([=] { on_closed(user); });
}

void StreamEnd(griot_reply* reply) {
  if (!TheOwed().Remove(reply)) return;
  reply->reply->OnWritable({});
  reply->reply->OnClosed({});
  reply->reply->StreamEnd();
  delete reply;
}

}  // namespace

const griot_http* HttpTable() {
  static constexpr griot_http kTable{
      sizeof(griot_http), 0,     AddRoute, ReadHeader,  ReadQuery,   ReadParam,
      DecodedBody,        Defer, Answer,   StreamBegin, StreamWrite, StreamCallbacks,
      StreamEnd};
  return &kTable;
}

Status OpenRoutes(griot_ctx* ctx) {
  for (const http::Route& route : ctx->wanted_routes) {
    const auto added = ctx->host->http->AddRoute(route);
    if (!added.ok()) return Status::Invalid(added.error());
    ctx->routes.push_back(added.value());
  }
  TellDoor(ctx);
  return Status::Ok();
}

void TellDoor(griot_ctx* ctx) {
  if (ctx->is_service || ctx->wanted_routes.empty()) return;
  ctx->host->heard.Open(ctx->stage, ctx->plugin->id, ctx->shown, ctx->variables,
                        ctx->wanted_routes);
}

void RemoveRoutes(griot_ctx* ctx) {
  if (!ctx->routes.empty()) ctx->host->heard.Close(ctx->stage);
  for (const uint64_t route : ctx->routes) ctx->host->http->RemoveRoute(route);
  ctx->routes.clear();
}

void DropReplies(griot_ctx* ctx) {
  static constexpr http::Header kHeaders[] = {{"Content-Type", "application/json"},
                                              {"Retry-After", "1"}};
  for (griot_reply* reply : TheOwed().TakeAll(ctx)) {
    reply->reply->Send(503, kHeaders, R"({"error":{"status":503,"message":"shutting down"}})");
    delete reply;
  }
}

}  // namespace griot::host
