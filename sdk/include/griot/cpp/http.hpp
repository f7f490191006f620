// Routes, requests and replies.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/abi.h"
#include "griot/cpp/host.hpp"
#include "griot/cpp/stage.hpp"

namespace griot {
inline namespace sdk_v1 {

namespace detail {
inline const griot_http* Http() { return HostExtension<griot_http>(GRIOT_EXT_HTTP); }
}  // namespace detail

struct Header {
  std::string_view name;
  std::string_view value;
};

// An answer that is owed: answer it exactly once, from any thread. A plain pointer: it must not be
// lost, and may be stored as a token.
class Reply {
 public:
  Reply() = default;
  explicit Reply(griot_reply* reply) : reply_(reply) {}
  griot_reply* raw() const { return reply_; }
  explicit operator bool() const { return reply_ != nullptr; }

  void Answer(int status, std::initializer_list<Header> headers, std::string_view body) const {
    Answer(status, std::span(headers.begin(), headers.size()), body);
  }
  void Answer(int status, std::span<const Header> headers, std::string_view body) const {
    const auto list = Convert(headers);
    detail::Http()->answer(reply_, status, list.data(), static_cast<uint32_t>(list.size()),
                           Str(body));
  }
  void Json(int status, std::string_view body) const {
    static constexpr std::string_view kName = "Content-Type", kValue = "application/json";
    const griot_header header{Str(kName), Str(kValue)};
    detail::Http()->answer(reply_, status, &header, 1, Str(body));
  }

  bool StreamBegin(int status, std::initializer_list<Header> headers) const {
    const auto list = Convert({headers.begin(), headers.size()});
    return detail::Http()->stream_begin(reply_, status, list.data(),
                                        static_cast<uint32_t>(list.size())) == GRIOT_OK;
  }
  // GRIOT_OK, GRIOT_STREAM_FULL or GRIOT_STREAM_GONE.
  griot_result StreamWrite(std::string_view bytes) const {
    return detail::Http()->stream_write(reply_, Str(bytes));
  }
  void StreamCallbacks(void* user, void (*on_writable)(void*), void (*on_closed)(void*)) const {
    detail::Http()->stream_callbacks(reply_, user, on_writable, on_closed);
  }
  void StreamEnd() const { detail::Http()->stream_end(reply_); }

 private:
  static std::vector<griot_header> Convert(std::span<const Header> headers) {
    std::vector<griot_header> list;
    list.reserve(headers.size());
    for (const Header& h : headers) list.push_back({Str(h.name), Str(h.value)});
    return list;
  }
  griot_reply* reply_ = nullptr;
};

// A request, valid during its handler's call.
class Request {
 public:
  explicit Request(griot_request* request) : request_(request) {}
  int method() const { return request_->method; }
  uint32_t worker() const { return request_->worker; }
  std::string_view path() const { return View(request_->path); }
  std::string_view target() const { return View(request_->target); }
  std::string_view body() const { return View(request_->body); }
  std::string_view client_ip() const { return View(request_->client_ip); }

  std::optional<std::string_view> Header(std::string_view name) const {
    return Read(detail::Http()->header, name);
  }
  std::optional<std::string_view> Query(std::string_view name) const {
    return Read(detail::Http()->query, name);
  }
  std::optional<std::string_view> Param(std::string_view name) const {
    return Read(detail::Http()->param, name);
  }
  // GRIOT_OK, INVALID (broken), UNSUPPORTED (another encoding) or BUSY (longer than max).
  griot_result DecodedBody(uint64_t max, std::string_view* body) const {
    griot_str text{};
    const griot_result result = detail::Http()->decoded_body(request_, max, &text);
    if (result == GRIOT_OK) *body = View(text);
    return result;
  }
  // Takes the answer, to give it now or later.
  Reply Defer() { return Reply(detail::Http()->defer(request_)); }

 private:
  template <class Reader>
  std::optional<std::string_view> Read(Reader reader, std::string_view name) const {
    griot_str value{};
    if (reader(request_, Str(name), &value) != GRIOT_OK) return std::nullopt;
    return View(value);
  }
  griot_request* request_;
};

// Adds a route that calls a member function: AddRoute<&Capture::Post>(context, this, GRIOT_POST,
// "/v1/capture", 1 << 20). Best in the constructor, with Require: then `griot validate` finds two
// stages that claim one path. It is called from Start on. The handler answers exactly once.
template <auto kHandler, class T>
Status AddRoute(const Context& context, T* stage, int method, std::string_view pattern,
                uint64_t max_body) {
  const griot_handler thunk = [](griot_instance*, void* user, griot_request* raw) {
    Request request(raw);
    try {
      (static_cast<T*>(user)->*kHandler)(request);
    } catch (...) {
      // The handler may have taken the answer already: then this is ignored.
      request.Defer().Json(500, R"({"error":{"status":500,"message":"internal error"}})");
    }
  };
  const griot_route route{sizeof(griot_route), method, Str(pattern), max_body, thunk, stage};
  const griot_http* http = detail::Http();
  if (http == nullptr) return Status::Invalid("this host has no HTTP front: add `http:`");
  return detail::Ask([&](griot_error* error) {
    return http->route(context.raw(), reinterpret_cast<griot_instance*>(static_cast<Stage*>(stage)),
                       &route, error);
  });
}

}  // namespace sdk_v1
}  // namespace griot
