// griot.http/1 for tests: routes are called directly, answers are kept.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline bool SameNoCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

// What a client got; status 0 while nothing did.
struct Answer {
  int status = 0;
  Pairs headers;
  std::string body;
  bool ended = false;

  std::string Header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (SameNoCase(key, name)) return value;
    }
    return {};
  }
};

// One request, which may be sent again and again. The answer may come from any thread.
class Exchange {
 public:
  int method = GRIOT_GET;
  std::string path, target, body, client_ip = "192.0.2.1";
  Pairs headers, query, params;
  uint32_t worker = 0;
  bool keep = true;  // false: remember only the status, for benchmarks

  // What there is now, or after at most `wait`.
  Answer Get(std::chrono::milliseconds wait = {}) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, wait, [this] { return answer_.ended; });
    return answer_;
  }

 private:
  friend class Http;

  void Begin(int status, const griot_header* list, uint32_t count) {
    if (answer_.status != 0) return;
    answer_.status = status;
    for (uint32_t i = 0; keep && i < count; ++i) {
      answer_.headers.emplace_back(View(list[i].name), View(list[i].value));
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Answer answer_;
  std::string decoded_;
  bool deferred_ = false;
};

// Registers routes and calls them on the caller's thread.
class Http {
 public:
  // Undoes a Content-Encoding (the header's value): OK, INVALID, UNSUPPORTED, or BUSY when `out`
  // would be longer than `max`. Tests that send compressed bodies set it.
  std::function<griot_result(std::string_view coding, std::string_view body, uint64_t max,
                             std::string* out)>
      decode;

  // Sends one request ("/path?a=b") and gives its answer; status 0 when it is still owed, 404 and
  // 413 as a host answers them.
  Answer Call(int method, std::string_view target, Pairs headers = {}, std::string body = {},
              std::string client_ip = "192.0.2.1") {
    return Send(method, target, std::move(headers), std::move(body), std::move(client_ip))->Get();
  }

  // The same, for an answer that comes later. The exchange lives as long as this object.
  Exchange* Send(int method, std::string_view target, Pairs headers = {}, std::string body = {},
                 std::string client_ip = "192.0.2.1") {
    auto owned = std::make_unique<Exchange>();
    Exchange* exchange = owned.get();
    exchange->method = method;
    exchange->target = target;
    exchange->path = target.substr(0, target.find('?'));
    exchange->headers = std::move(headers);
    exchange->body = std::move(body);
    exchange->client_ip = std::move(client_ip);
    if (const size_t mark = target.find('?'); mark != std::string_view::npos) {
      exchange->query = ParseQuery(target.substr(mark + 1));
    }
    {
      const std::lock_guard lock(mutex_);
      exchanges_.push_back(std::move(owned));
    }
    Run(*exchange);
    return exchange;
  }

  // Sends an exchange (again).
  void Run(Exchange& exchange) {
    exchange.answer_.status = 0;
    exchange.answer_.ended = false;
    exchange.answer_.headers.clear();
    exchange.answer_.body.clear();
    exchange.deferred_ = false;
    const Route* route = Find(exchange);
    if (route == nullptr) return Put(exchange, 404, nullptr, 0, {});
    if (exchange.body.size() > route->max_body) return Put(exchange, 413, nullptr, 0, {});
    griot_request request{sizeof(griot_request),
                          exchange.method,
                          exchange.worker,
                          0,
                          Str(exchange.path),
                          Str(exchange.target),
                          Str(exchange.body),
                          Str(exchange.client_ip),
                          &exchange};
    route->handler(route->instance, route->user, &request);
    if (!exchange.deferred_) Put(exchange, 500, nullptr, 0, "the handler did not answer");
  }

  bool HasRoute(int method, std::string_view pattern) const {
    for (const Route& r : routes_) {
      if (r.method == method && r.pattern == pattern) return true;
    }
    return false;
  }

  // As when a stage has stopped.
  void RemoveRoutes() { routes_.clear(); }

  static const griot_http* Table() {
    static constexpr griot_http table{
        sizeof(griot_http),
        0,
        &AddRoute,
        [](const griot_request* r, griot_str name, griot_str* value) {
          return Look(Of(r).headers, View(name), true, value);
        },
        [](const griot_request* r, griot_str name, griot_str* value) {
          return Look(Of(r).query, View(name), false, value);
        },
        [](const griot_request* r, griot_str name, griot_str* value) {
          return Look(Of(r).params, View(name), false, value);
        },
        &Decoded,
        [](griot_request* r) {
          Of(r).deferred_ = true;
          return reinterpret_cast<griot_reply*>(&Of(r));
        },
        [](griot_reply* r, int32_t status, const griot_header* h, uint32_t n, griot_str body) {
          Put(Of(r), status, h, n, View(body));
        },
        [](griot_reply* r, int32_t status, const griot_header* h, uint32_t n) {
          const std::lock_guard lock(Of(r).mutex_);
          Of(r).Begin(status, h, n);
          return griot_result{GRIOT_OK};
        },
        [](griot_reply* r, griot_str bytes) {
          const std::lock_guard lock(Of(r).mutex_);
          Of(r).answer_.body += View(bytes);
          return griot_result{GRIOT_OK};
        },
        [](griot_reply*, void*, void (*)(void*), void (*)(void*)) {},
        [](griot_reply* r) {
          const std::lock_guard lock(Of(r).mutex_);
          Of(r).answer_.ended = true;
          Of(r).changed_.notify_all();
        }};
    return &table;
  }

  inline static Http* g_http = nullptr;  // set by Host

 private:
  struct Route {
    int method;
    std::string pattern;
    uint64_t max_body;
    griot_handler handler;
    void* user;
    griot_instance* instance;
  };

  static Exchange& Of(const griot_request* r) { return *static_cast<Exchange*>(r->host_record); }
  static Exchange& Of(griot_reply* r) { return *reinterpret_cast<Exchange*>(r); }

  static griot_result AddRoute(griot_ctx*, griot_instance* instance, const griot_route* route,
                               griot_error* error) {
    if (g_http->HasRoute(route->method, View(route->pattern))) {
      detail::SetError(error, "two stages claim this route");
      return GRIOT_INVALID;
    }
    g_http->routes_.push_back({route->method, std::string(View(route->pattern)), route->max_body,
                               route->handler, route->user, instance});
    return GRIOT_OK;
  }

  static griot_result Look(const Pairs& pairs, std::string_view name, bool no_case,
                           griot_str* value) {
    for (const auto& [key, text] : pairs) {
      if (no_case ? !SameNoCase(key, name) : key != name) continue;
      *value = Str(text);
      return GRIOT_OK;
    }
    return GRIOT_GONE;
  }

  static griot_result Decoded(const griot_request* r, uint64_t max, griot_str* body) {
    Exchange& exchange = Of(r);
    griot_str coding{};
    const bool plain = Look(exchange.headers, "Content-Encoding", true, &coding) != GRIOT_OK;
    if (plain || View(coding) == "identity") {
      *body = Str(exchange.body);
      return exchange.body.size() > max ? GRIOT_BUSY : GRIOT_OK;
    }
    if (!g_http->decode) return GRIOT_UNSUPPORTED;
    exchange.decoded_.clear();
    const auto result = g_http->decode(View(coding), exchange.body, max, &exchange.decoded_);
    *body = Str(exchange.decoded_);
    return result;
  }

  static void Put(Exchange& exchange, int status, const griot_header* headers, uint32_t count,
                  std::string_view body) {
    const std::lock_guard lock(exchange.mutex_);
    if (exchange.answer_.ended) return;
    exchange.Begin(status, headers, count);
    if (exchange.keep) exchange.answer_.body = body;
    exchange.answer_.ended = true;
    exchange.changed_.notify_all();
  }

  const Route* Find(Exchange& exchange) const {
    for (const Route& route : routes_) {
      if (route.method == exchange.method && Matches(route.pattern, exchange)) return &route;
    }
    return nullptr;
  }

  // "/v1/people/:id" and a trailing "*rest".
  static bool Matches(std::string_view pattern, Exchange& exchange) {
    exchange.params.clear();
    std::string_view path = exchange.path;
    const auto take = [](std::string_view& text) {
      text.remove_prefix(1);
      const std::string_view part = text.substr(0, text.find('/'));
      text.remove_prefix(part.size());
      return part;
    };
    while (!pattern.empty() && !path.empty()) {
      if (pattern.starts_with("/*")) {
        exchange.params.emplace_back(pattern.substr(2), path.substr(1));
        return true;
      }
      const std::string_view want = take(pattern), have = take(path);
      if (want.starts_with(':')) {
        exchange.params.emplace_back(want.substr(1), have);
      } else if (want != have) {
        return false;
      }
    }
    return pattern.empty() && path.empty();
  }

  static Pairs ParseQuery(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
      const std::string_view item = text.substr(0, text.find('&'));
      text.remove_prefix(std::min(text.size(), item.size() + 1));
      const size_t mark = item.find('=');
      pairs.emplace_back(Decode(item.substr(0, mark)),
                         mark == std::string_view::npos ? "" : Decode(item.substr(mark + 1)));
    }
    return pairs;
  }

  static std::string Decode(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
      } else {
        out += text[i] == '+' ? ' ' : text[i];
      }
    }
    return out;
  }

  std::vector<Route> routes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
