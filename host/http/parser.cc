#include "host/http/parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <limits>

#include "host/http/text.h"

namespace griot::http {
namespace {

namespace beast_http = boost::beast::http;

std::string_view ToStd(boost::beast::string_view view) { return {view.data(), view.size()}; }

std::optional<Method> FromVerb(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get:
      return Method::kGet;
    case beast_http::verb::head:
      return Method::kHead;
    case beast_http::verb::post:
      return Method::kPost;
    case beast_http::verb::put:
      return Method::kPut;
    case beast_http::verb::patch:
      return Method::kPatch;
    case beast_http::verb::delete_:
      return Method::kDelete;
    case beast_http::verb::options:
      return Method::kOptions;
    default:
      return std::nullopt;
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A request line that is in order but for its version asks for another protocol, not for nonsense.
bool AsksOtherVersion(std::string_view bytes) {
  std::string_view line = bytes.substr(0, bytes.find('\r'));
  if (line.size() < 9) return false;
  std::string_view version = line.substr(line.size() - 9);
  return version.starts_with(" HTTP/") && IsDigit(version[6]) && version[7] == '.' &&
         IsDigit(version[8]) && version.substr(6) != "1.0" && version.substr(6) != "1.1";
}

// A chunk-size line ends in CR LF; with a bare LF Beast would wait for the CR for ever.
bool HasBareLineFeed(std::string_view bytes) {
  for (size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') return true;
  }
  return false;
}

}  // namespace

Parser::Parser(Head& head, Body& body) : head_(head), body_(body) {
  header_limit(std::numeric_limits<std::uint32_t>::max());  // HeadScan has seen to it
  body_limit(std::numeric_limits<std::uint64_t>::max());    // set once the route is known
  eager(false);
}

int Parser::ParseHead(std::string_view bytes) {
  head_.Reset(bytes);
  ErrorCode ec;
  put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  if (ec == beast_http::error::bad_version && AsksOtherVersion(bytes)) return 505;
  if (ec) return 400;
  in_head_ = false;
  return CheckFraming();
}

// RFC 9112 §3.2 and §6: what two readers could understand differently is refused.
int Parser::CheckFraming() {
  if (hosts_ > 1 || (head_.http11 && hosts_ == 0)) return 400;
  head_.keep_alive = keep_alive();
  auto length = content_length();
  if (length) head_.content_length = *length;
  if (codings_ == 0) return bad_expectation_ ? 417 : 0;
  if (length || !head_.http11 || !ends_chunked_) return 400;
  if (codings_ > 1 || !only_chunked_) return 501;
  head_.chunked = true;
  return bad_expectation_ ? 417 : 0;
}

int Parser::ParseBody(std::string_view bytes, uint64_t max_body, size_t& used) {
  if (!limit_set_) {
    limit_set_ = true;
    body_limit(max_body);
    eager(true);
  }
  used = 0;
  if (bytes.empty() || is_done()) return 0;
  // A last chunk that is not whole yet: no body ends in fewer bytes, and Beast asserts that it
  // never gets fewer.
  constexpr size_t kLastChunk = 5;
  if (!in_chunk_line_ || bytes.size() >= kLastChunk) {
    ErrorCode ec;
    used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec == beast_http::error::body_limit) return 413;
    if (ec && ec != beast_http::error::need_more) return 400;
    in_chunk_line_ = head_.chunked && ec == beast_http::error::need_more;
  }
  return in_chunk_line_ && HasBareLineFeed(bytes.substr(used)) ? 400 : 0;
}

void Parser::NoteLine(beast_http::field field, std::string_view value) {
  switch (field) {
    case beast_http::field::host:
      ++hosts_;
      break;
    case beast_http::field::transfer_encoding: {
      ++codings_;
      value = Trim(value);
      size_t comma = value.rfind(',');
      std::string_view last =
          comma == std::string_view::npos ? value : Trim(value.substr(comma + 1));
      ends_chunked_ = EqualsIgnoreCase(last, "chunked");
      only_chunked_ = only_chunked_ && EqualsIgnoreCase(value, "chunked");
      break;
    }
    case beast_http::field::expect:
      head_.expects_continue = EqualsIgnoreCase(Trim(value), "100-continue");
      bad_expectation_ = !head_.expects_continue;
      break;
    default:
      break;
  }
}

void Parser::on_request_impl(beast_http::verb method, View, View target, int version, ErrorCode&) {
  head_.method = FromVerb(method);
  head_.http11 = version >= 11;
  head_.SetTarget(ToStd(target));
}

void Parser::on_field_impl(beast_http::field field, View name, View value, ErrorCode&) {
  if (!in_head_) return;  // a trailer; nothing here needs one, and merging it in is a known trap
  NoteLine(field, ToStd(value));
  head_.AddLine(ToStd(name), ToStd(value));
}

std::size_t Parser::on_body_impl(View piece, ErrorCode&) {
  body_.Append(ToStd(piece));
  return piece.size();
}

std::size_t Parser::on_chunk_body_impl(std::uint64_t, View piece, ErrorCode&) {
  body_.Append(ToStd(piece));
  return piece.size();
}

}  // namespace griot::http
