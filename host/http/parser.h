#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include "host/http/body.h"
#include "host/http/head.h"

namespace griot::http {

// Boost.Beast's request parser, writing into our Head and Body instead of Beast's containers (they
// allocate for each header line). Beast is strict about most things; ParseHead() adds what it lets
// pass. One parser reads one request. Not thread-safe.
class Parser final : public boost::beast::http::basic_parser<true> {
 public:
  // Both must outlive the parser.
  Parser(Head& head, Body& body);

  // `bytes` is a whole head, as HeadScan found it. Returns 0, or the status to refuse it with.
  int ParseHead(std::string_view bytes);

  // Takes body bytes; `used` says how many. Returns 0, or the status to refuse it with.
  int ParseBody(std::string_view bytes, uint64_t max_body, size_t& used);

  bool done() const { return is_done(); }

 private:
  using Base = boost::beast::http::basic_parser<true>;
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;

  int CheckFraming();
  void NoteLine(boost::beast::http::field field, std::string_view value);

  void on_request_impl(boost::beast::http::verb method, View method_text, View target, int version,
                       ErrorCode& ec) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, View name, View value,
                     ErrorCode& ec) override;
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
  std::size_t on_body_impl(View piece, ErrorCode& ec) override;
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View piece, ErrorCode& ec) override;
  void on_finish_impl(ErrorCode&) override {}

  Head& head_;
  Body& body_;
  bool limit_set_ = false;
  bool in_head_ = true;
  bool in_chunk_line_ = false;  // waiting for the rest of a chunk's size line, or of the trailers
  int hosts_ = 0;
  int codings_ = 0;
  bool only_chunked_ = true;
  bool ends_chunked_ = false;
  bool bad_expectation_ = false;
};

}  // namespace griot::http
