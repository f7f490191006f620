#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "host/http/types.h"

namespace griot::http {

// How answers look on the wire. Pure functions; thread-safe.

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

std::string_view ReasonOf(int status);

struct Framing {
  bool http11 = true;
  bool close = false;
  bool chunked = false;
  std::optional<size_t> length{};  // nothing: neither Content-Length nor a body
};

// Appends the status line, Date, the framing and the given headers. A header that would break the
// message (a line end in it, no proper name) or that is ours to write is left out.
void AppendHead(std::string& out, int status, std::span<const Header> headers,
                const Framing& framing);

void AppendChunk(std::string& out, std::string_view data);

// The body of every error that griot itself answers: {"error":{"status":404,"message":"…"}}.
std::string ErrorBody(int status);

// A whole answer with ErrorBody() that closes the connection.
std::string ErrorAnswer(int status);

}  // namespace griot::http
