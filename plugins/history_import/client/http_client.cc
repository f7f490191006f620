#include "plugins/history_import/client/http_client.h"

// Each connection is one thread's, so Asio needs no fences; ThreadSanitizer knows none.
#define BOOST_ASIO_DISABLE_FENCED_BLOCK

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
#include <utility>

namespace griot::history_import {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;
using Error = boost::system::error_code;

constexpr std::chrono::seconds kConnectTime{10};
constexpr std::chrono::seconds kExchangeTime{60};
constexpr size_t kMostAnswer = 8 << 20;

}  // namespace

// Asynchronous calls, each waited for: that is how Beast's streams have time-outs.
class HttpClient::Connection {
 public:
  virtual ~Connection() = default;
  virtual Error Open(const Address& address) = 0;
  virtual Error Exchange(http::request<http::span_body<const char>>& request,
                         HttpAnswer* answer) = 0;
};

template <class Stream>
class HttpClient::ConnectionOver final : public HttpClient::Connection {
 public:
  ConnectionOver() requires std::is_same_v<Stream, Plain> : stream_(io_) {}
  ConnectionOver() requires std::is_same_v<Stream, Tls> : stream_(io_, tls_) {
    tls_.set_default_verify_paths();
    stream_.set_verify_mode(asio::ssl::verify_peer);
  }

  Error Open(const Address& address) override {
    asio::ip::tcp::resolver resolver(io_);
    Error error;
    const auto endpoints = resolver.resolve(address.host, address.port, error);
    if (error) return error;
    auto& lowest = beast::get_lowest_layer(stream_);
    lowest.expires_after(kConnectTime);
    error = Wait([&](auto done) {
      lowest.async_connect(endpoints, [done](Error e, const auto&) { done(e); });
    });
    if (error) return error;
    lowest.socket().set_option(asio::ip::tcp::no_delay(true), error);
    if constexpr (std::is_same_v<Stream, Tls>) {
      if (SSL_set_tlsext_host_name(stream_.native_handle(), address.host.c_str()) != 1) {
        return Error(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category());
      }
      stream_.set_verify_callback(asio::ssl::host_name_verification(address.host));
      error = Wait([&](auto done) {
        stream_.async_handshake(asio::ssl::stream_base::client, [done](Error e) { done(e); });
      });
    }
    return error;
  }

  Error Exchange(http::request<http::span_body<const char>>& request, HttpAnswer* answer) override {
    beast::get_lowest_layer(stream_).expires_after(kExchangeTime);
    Error error = Wait([&](auto done) {
      http::async_write(stream_, request, [done](Error e, size_t) { done(e); });
    });
    if (error) return error;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMostAnswer);
    error = Wait([&](auto done) {
      http::async_read(stream_, buffer_, parser, [done](Error e, size_t) { done(e); });
    });
    if (error) return error;
    auto& response = parser.get();
    answer->status = static_cast<int>(response.result_int());
    const auto after = response[http::field::retry_after];
    std::from_chars(after.data(), after.data() + after.size(), answer->retry_after);
    answer->body = std::move(response.body());
    return parser.keep_alive() ? Error() : http::make_error_code(http::error::end_of_stream);
  }

 private:
  template <class Start>
  Error Wait(Start start) {
    Error result = asio::error::would_block;
    start([&result](Error error) { result = error; });
    io_.restart();
    io_.run();
    return result;
  }

  asio::io_context io_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  Stream stream_;
  beast::flat_buffer buffer_;
};

HttpClient::HttpClient(Address address, std::string key)
    : address_(std::move(address)), key_(std::move(key)) {}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::Post(std::string_view body) {
  http::request<http::span_body<const char>> request(http::verb::post, address_.path, 11);
  request.set(http::field::host, address_.Authority());
  request.set(http::field::user_agent, "griot import");
  request.set(http::field::connection, "keep-alive");
  request.set(http::field::content_type, "application/x-ndjson");
  request.set("X-Write-Key", key_);
  request.body() = {body.data(), body.size()};
  request.prepare_payload();
  for (;;) {
    const bool kept = connection_ != nullptr;
    Error error;
    if (!kept) {
      if (address_.tls) {
        connection_ = std::make_unique<ConnectionOver<Tls>>();
      } else {
        connection_ = std::make_unique<ConnectionOver<Plain>>();
      }
      error = connection_->Open(address_);
    }
    HttpAnswer answer;
    if (!error) error = connection_->Exchange(request, &answer);
    if (error) connection_.reset();
    if (answer.status != 0) return answer;
    if (!kept) return {0, 0, error.message()};
  }
}

}  // namespace griot::history_import
