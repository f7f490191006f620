#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/http/head.h"
#include "host/http/inflate.h"
#include "host/http/reply.h"

namespace griot::http {

// What the route's pattern took from the path: names live as long as the route, values are decoded.
using PathParams = std::vector<std::pair<std::string_view, std::string>>;

// One request, complete with its body. Everything it returns is borrowed and valid during the
// handler's call only, except reply(). Used by the thread that runs the handler.
class Request {
 public:
  using Decode = griot::http::Decode;

  struct Parts {
    const griot::http::Head& head;
    http::Method method;
    std::string_view path;
    std::string_view query;
    std::string_view body;
    std::string_view client_ip;
    const PathParams& params;
    unsigned worker;
  };

  Request(const Parts& parts, ReplyPtr reply) : parts_(parts), reply_(std::move(reply)) {}
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  http::Method method() const { return parts_.method; }
  std::string_view path() const { return parts_.path; }  // decoded
  std::string_view raw_target() const { return parts_.head.target(); }
  std::string_view query() const { return parts_.query; }  // raw

  // The first header line of that name, whatever its case.
  std::optional<std::string_view> Header(std::string_view name) const {
    return parts_.head.Find(name);
  }
  template <typename Visit>  // visit(name, value), in the order they came
  void ForEachHeader(Visit&& visit) const {
    for (size_t i = 0; i < parts_.head.size(); ++i) {
      auto line = parts_.head.line(i);
      visit(line.name, line.value);
    }
  }

  std::optional<std::string> QueryParam(std::string_view name) const;
  std::optional<std::string_view> PathParam(std::string_view name) const;

  std::string_view body() const { return parts_.body; }  // the bytes as they came
  // The body with its Content-Encoding undone; at most `max` bytes.
  Decode DecodedBody(size_t max, std::string_view* out);

  // The peer, or X-Real-IP when the peer is a trusted proxy.
  std::string_view client_ip() const { return parts_.client_ip; }

  // The calling thread: 0 … workers-1 on the socket threads, then the pool's threads.
  unsigned worker() const { return parts_.worker; }

  // Take it for an answer after the handler has returned.
  const ReplyPtr& reply() const { return reply_; }

 private:
  const Parts parts_;
  ReplyPtr reply_;
  std::string decoded_;
};

}  // namespace griot::http
