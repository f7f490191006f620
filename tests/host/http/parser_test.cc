// The parser alone: requests cut at every place, and bytes at random.

#include "host/http/parser.h"

#include <gtest/gtest.h>

#include <random>

#include "host/http/head_scan.h"

namespace griot::http {
namespace {

struct Outcome {
  int status = 0;  // 200: read to its end
  std::string target{};
  std::string lines{};
  std::string body{};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Reads one request as a connection does, in pieces that end at `cuts`.
Outcome Read(std::string_view bytes, const std::vector<size_t>& cuts) {
  std::atomic<size_t> total{0};
  Head head;
  Body body(total);
  HeadScan scan(1000, 4000);
  std::optional<Parser> parser;
  std::string buffer;
  size_t at = 0;
  auto done = [&] {
    Outcome outcome{200, std::string(head.target()), {}, std::string(body.view())};
    for (size_t i = 0; i < head.size(); ++i) {
      outcome.lines.append(head.line(i).name).append("=").append(head.line(i).value).append(";");
    }
    return outcome;
  };
  for (size_t piece = 0; piece <= cuts.size(); ++piece) {
    size_t end = piece < cuts.size() ? cuts[piece] : bytes.size();
    buffer.append(bytes.substr(at, end - at));
    at = end;
    if (!parser) {
      HeadScan::State state = scan.Scan(buffer);
      if (state == HeadScan::State::kMore) continue;
      if (state != HeadScan::State::kDone) return {.status = 400};
      parser.emplace(head, body);
      if (int status = parser->ParseHead(std::string_view(buffer).substr(0, scan.size()))) {
        return {.status = status};
      }
      head.Own();
      buffer.erase(0, scan.size());
      if (parser->done()) return done();
    }
    size_t used = 0;
    if (int status = parser->ParseBody(buffer, 5000, used)) return {.status = status};
    body.Own();
    buffer.erase(0, used);
    if (parser->done()) return done();
  }
  return {.status = -1};
}

constexpr std::string_view kRequests[] = {
    "GET /a?b HTTP/1.1\r\nHost: x\r\nA:b\r\nC: \t d \r\nEmpty:\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world",
    "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n"
    "0\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
    "chunked\r\n\r\n5;a=\"b;c\"\r\nhello\r\n0;z\r\n"
    "Trailer: 1\r\nT2: 2\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"};

TEST(Parser, ReadsTheSameWhereverARequestIsCut) {
  for (std::string_view request : kRequests) {
    Outcome whole = Read(request, {});
    ASSERT_EQ(whole.status, 200) << request;
    for (size_t i = 0; i <= request.size(); ++i) {
      for (size_t j = i; j <= request.size(); ++j) {
        ASSERT_TRUE(Read(request, {i, j}) == whole) << i << " " << j << "\n" << request;
      }
    }
    std::vector<size_t> each;
    for (size_t i = 1; i < request.size(); ++i) each.push_back(i);
    EXPECT_TRUE(Read(request, each) == whole) << request;
  }
  EXPECT_EQ(Read(kRequests[0], {}).lines, "Host=x;A=b;C=d;Empty=;");
  EXPECT_EQ(Read(kRequests[3], {}).body, "hello");
}

TEST(Parser, SurvivesDamagedRequests) {
  std::mt19937 random(7);
  constexpr std::string_view kSpice("\r\n\0 :;,\t\"0f\xff\x7f", 14);
  for (int round = 0; round < 60'000; ++round) {
    std::string request(kRequests[random() % std::size(kRequests)]);
    for (unsigned n = random() % 4; n > 0; --n) {
      size_t at = random() % request.size();
      switch (random() % 3) {
        case 0:
          request[at] = kSpice[random() % kSpice.size()];
          break;
        case 1:
          request.insert(at, 1, kSpice[random() % kSpice.size()]);
          break;
        case 2:
          request.erase(at, 1 + random() % 3);
          break;
      }
    }
    size_t cut = random() % (request.size() + 1);
    Outcome whole = Read(request, {});
    Outcome parts = Read(request, {cut});
    // However it comes, it is understood in one way. (Whether the end of something broken is
    // refused or waited for may differ; the body's time limit ends the wait.)
    ASSERT_EQ(whole.status == 200, parts.status == 200) << request;
    ASSERT_TRUE(whole.status != 200 || whole == parts) << request;
  }
}

TEST(HeadScan, LooksAtEachByteOnce) {
  HeadScan scan(100, 1000);
  EXPECT_EQ(scan.Scan("GET / HTTP/1.1\r\nA: b\r"), HeadScan::State::kMore);
  EXPECT_EQ(scan.Scan("GET / HTTP/1.1\r\nA: b\r\n\r"), HeadScan::State::kMore);
  EXPECT_EQ(scan.Scan("GET / HTTP/1.1\r\nA: b\r\n\r\nmore"), HeadScan::State::kDone);
  EXPECT_EQ(scan.size(), 24u);
  EXPECT_EQ(scan.lines(), 1u);
}

}  // namespace
}  // namespace griot::http
