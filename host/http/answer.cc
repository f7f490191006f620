#include "host/http/answer.h"

#include <time.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "host/http/text.h"

namespace griot::http {
namespace {

constexpr std::string_view kJson = "application/json";

// Formatting a date costs as much as the rest of a head, so each thread does it once a second.
std::string_view DateLine() {
  thread_local time_t cached = 0;
  thread_local char line[48];
  thread_local size_t size = 0;
  timespec coarse{};
  clock_gettime(CLOCK_REALTIME_COARSE, &coarse);
  time_t now = coarse.tv_sec;
  if (now != cached) {
    cached = now;
    tm parts{};
    gmtime_r(&now, &parts);
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int n = std::snprintf(line, sizeof line, "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                          kDays[parts.tm_wday], parts.tm_mday, kMonths[parts.tm_mon],
                          parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    size = static_cast<size_t>(n);
  }
  return {line, size};
}

void AppendNumber(std::string& out, size_t number, int base = 10) {
  char digits[24];
  auto [end, ec] = std::to_chars(digits, digits + sizeof digits, number, base);
  out.append(digits, end);
}

bool IsTokenChar(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsSound(const Header& header) {
  if (header.name.empty()) return false;
  for (char c : header.name) {
    if (!IsTokenChar(c)) return false;
  }
  for (char c : header.value) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return false;
  }
  return true;
}

bool IsOurs(std::string_view name) {
  switch (name.size()) {
    case 4:
      return EqualsIgnoreCase(name, "Date");
    case 7:
      return EqualsIgnoreCase(name, "Trailer");
    case 10:
      return EqualsIgnoreCase(name, "Connection");
    case 14:
      return EqualsIgnoreCase(name, "Content-Length");
    case 17:
      return EqualsIgnoreCase(name, "Transfer-Encoding");
    default:
      return false;
  }
}

}  // namespace

std::string_view ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 425:
      return "Too Early";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return status < 400 ? "Status" : "Error";
  }
}

void AppendHead(std::string& out, int status, std::span<const Header> headers,
                const Framing& framing) {
  if (status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
  } else {
    out.append("HTTP/1.1 ");
    AppendNumber(out, static_cast<size_t>(status));
    out.append(" ").append(ReasonOf(status)).append("\r\n");
  }
  out.append(DateLine());
  for (const Header& header : headers) {
    if (IsOurs(header.name) || !IsSound(header)) continue;
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (framing.length) {
    out.append("Content-Length: ");
    AppendNumber(out, *framing.length);
    out.append("\r\n");
  }
  if (framing.chunked) out.append("Transfer-Encoding: chunked\r\n");
  if (framing.close) {
    out.append("Connection: close\r\n");
  } else if (!framing.http11) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

void AppendChunk(std::string& out, std::string_view data) {
  AppendNumber(out, data.size(), 16);
  out.append("\r\n").append(data).append("\r\n");
}

std::string ErrorBody(int status) {
  std::string body = R"({"error":{"status":)";
  AppendNumber(body, static_cast<size_t>(status));
  return body.append(R"(,"message":")").append(ReasonOf(status)).append(R"("}})");
}

std::string ErrorAnswer(int status) {
  std::string body = ErrorBody(status);
  const Header type{"Content-Type", kJson};
  std::string out;
  AppendHead(out, status, {&type, 1}, {.close = true, .length = body.size()});
  return out.append(body);
}

}  // namespace griot::http
