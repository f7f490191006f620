// What griot/http_client.hpp is made of: Boost.Beast and OpenSSL, which whoever includes this links
// (OpenSSL::SSL, Boost::headers, Threads::Threads). Slow to compile: include it in one file.
#pragma once

// Each connection is one thread's, so Asio needs no fences; ThreadSanitizer knows none.
#ifndef BOOST_ASIO_DISABLE_FENCED_BLOCK
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "griot/http_client.hpp"

namespace griot {
inline namespace sdk_v1 {

namespace detail {

using HttpError = boost::system::error_code;
using HttpRequest = boost::beast::http::request<boost::beast::http::span_body<const char>>;
using HttpPlain = boost::beast::tcp_stream;
using HttpTls = boost::beast::ssl_stream<boost::beast::tcp_stream>;

class HttpConnection {
 public:
  virtual ~HttpConnection() = default;
  virtual HttpError Open(const HttpAddress& address) = 0;
  virtual HttpError Exchange(HttpRequest& request, HttpAnswer* answer) = 0;
};

// Asynchronous calls, each waited for: that is how Beast's streams have time-outs.
template <class Stream>
class HttpConnectionOver final : public HttpConnection {
 public:
  HttpConnectionOver() requires std::is_same_v<Stream, HttpPlain> : stream_(io_) {}
  HttpConnectionOver() requires std::is_same_v<Stream, HttpTls> : stream_(io_, tls_) {
    tls_.set_default_verify_paths();
    stream_.set_verify_mode(boost::asio::ssl::verify_peer);
  }

  HttpError Open(const HttpAddress& address) override {
    boost::asio::ip::tcp::resolver resolver(io_);
    HttpError error;
    const auto endpoints = resolver.resolve(address.host, address.port, error);
    if (error) return error;
    auto& lowest = boost::beast::get_lowest_layer(stream_);
    lowest.expires_after(std::chrono::seconds(10));
    error = Wait([&](auto done) {
      lowest.async_connect(endpoints, [done](HttpError e, const auto&) { done(e); });
    });
    if (error) return error;
    lowest.socket().set_option(boost::asio::ip::tcp::no_delay(true), error);
    if constexpr (std::is_same_v<Stream, HttpTls>) {
      if (SSL_set_tlsext_host_name(stream_.native_handle(), address.host.c_str()) != 1) {
        return HttpError(static_cast<int>(ERR_get_error()), boost::asio::error::get_ssl_category());
      }
      stream_.set_verify_callback(boost::asio::ssl::host_name_verification(address.host));
      error = Wait([&](auto done) {
        stream_.async_handshake(boost::asio::ssl::stream_base::client,
                                [done](HttpError e) { done(e); });
      });
    }
    return error;
  }

  HttpError Exchange(HttpRequest& request, HttpAnswer* answer) override {
    namespace http = boost::beast::http;
    boost::beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(60));
    HttpError error = Wait([&](auto done) {
      http::async_write(stream_, request, [done](HttpError e, size_t) { done(e); });
    });
    if (error) return error;
    http::response_parser<http::string_body> parser;
    parser.body_limit(size_t{8} << 20);
    error = Wait([&](auto done) {
      http::async_read(stream_, buffer_, parser, [done](HttpError e, size_t) { done(e); });
    });
    if (error) return error;
    auto& response = parser.get();
    answer->status = static_cast<int>(response.result_int());
    const auto after = response[http::field::retry_after];
    std::from_chars(after.data(), after.data() + after.size(), answer->retry_after);
    answer->body = std::move(response.body());
    return parser.keep_alive() ? HttpError() : http::make_error_code(http::error::end_of_stream);
  }

 private:
  template <class Start>
  HttpError Wait(Start start) {
    HttpError result = boost::asio::error::would_block;
    start([&result](HttpError error) { result = error; });
    io_.restart();
    io_.run();
    return result;
  }

  boost::asio::io_context io_{1};
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
  Stream stream_;
  boost::beast::flat_buffer buffer_;
};

inline std::unique_ptr<HttpConnection> NewHttpConnection(bool tls) {
  if (tls) return std::make_unique<HttpConnectionOver<HttpTls>>();
  return std::make_unique<HttpConnectionOver<HttpPlain>>();
}

}  // namespace detail

HttpClient::HttpClient(HttpAddress address, std::string agent)
    : address_(std::move(address)), agent_(std::move(agent)) {}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::Post(std::string_view path, const HttpHeaders& headers,
                            std::string_view body) {
  namespace http = boost::beast::http;
  const boost::beast::string_view target(path.data(), path.size());
  detail::HttpRequest request(http::verb::post, target, 11);
  request.set(http::field::host, address_.Authority());
  request.set(http::field::user_agent, agent_);
  request.set(http::field::connection, "keep-alive");
  for (const auto& [name, value] : headers) {
    request.set(boost::beast::string_view(name.data(), name.size()),
                boost::beast::string_view(value.data(), value.size()));
  }
  request.body() = {body.data(), body.size()};
  request.prepare_payload();
  for (;;) {
    const bool kept = connection_ != nullptr;
    detail::HttpError error;
    if (!kept) {
      connection_ = detail::NewHttpConnection(address_.tls);
      error = connection_->Open(address_);
    }
    HttpAnswer answer;
    if (!error) error = connection_->Exchange(request, &answer);
    if (error) connection_.reset();
    if (answer.status != 0) return answer;
    if (!kept) return {0, 0, error.message()};
  }
}

}  // namespace sdk_v1
}  // namespace griot
