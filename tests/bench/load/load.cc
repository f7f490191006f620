// A load generator: one thread, keep-alive connections, closed loop (as fast as answers come) or
// open loop (at a rate, latency counted from when a request was due, so a stall is not hidden).
// Prints one JSON object.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstring>
#include <deque>
#include <fstream>
#include <vector>

#include "tests/bench/load/body.h"
#include "tests/bench/load/tally.h"

namespace griot::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  uint16_t port = 0;
  std::string path = "/", method = "POST";
  std::vector<std::string> headers;
  unsigned connections = 64, users = 50000, batch = 1;
  double seconds = 10, rate = 0;
  uint64_t seed = 1, requests = 0;
  std::string accepted;  // a file
};

struct Connection {
  int fd = -1;
  bool busy = false;
  bool waits_to_send = false;
  Clock::time_point due;
  std::string out;  // what is still to be sent
  std::string in;
  std::string ids;  // of the request under way, when they are asked for
};

class Load {
 public:
  explicit Load(const Options& options)
      : options_(options),
        bodies_(options.seed, options.users, options.batch),
        connections_(options.connections),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    head_ = options.method + " " + options.path +
            " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n";
    for (const std::string& header : options.headers) head_ += header + "\r\n";
    if (!options.accepted.empty()) accepted_.open(options.accepted);
  }

  int Run() {
    for (Connection& c : connections_)
      if (!Connect(c)) return std::perror("connect"), 1;
    const auto start = Clock::now();
    const auto end = start + Span(options_.seconds);
    if (options_.rate == 0)
      for (Connection& c : connections_)
        if (!Enough()) Send(c, Clock::now());
    double sent_by_now = 0;
    while ((Clock::now() < end && !Enough()) || busy_ > 0) {
      const auto now = Clock::now();
      if (now > end + std::chrono::seconds(10)) break;
      if (options_.rate > 0 && now < end) {
        const double due = std::chrono::duration<double>(now - start).count() * options_.rate;
        for (; sent_by_now < due; ++sent_by_now)
          waiting_.push_back(start + Span(sent_by_now / options_.rate));
      }
      for (Connection& c : connections_) {
        if (waiting_.empty() || Enough()) break;
        if (c.busy || c.fd < 0) continue;
        Send(c, waiting_.front());
        waiting_.pop_front();
      }
      Poll(end);
    }
    tally_.Print(std::chrono::duration<double>(std::min(Clock::now(), end) - start).count(),
                 options_.batch);
    return 0;
  }

 private:
  static Clock::duration Span(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  bool Enough() const { return options_.requests > 0 && sent_ >= options_.requests; }

  bool Connect(Connection& c) {
    c.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(options_.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(c.fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) return false;
    const int one = 1;
    ::setsockopt(c.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &c;
    return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, c.fd, &event) == 0;
  }

  void Send(Connection& c, Clock::time_point due) {
    const std::string& body = options_.method == "GET" ? empty_ : bodies_.Next();
    c.out = head_ + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (accepted_.is_open()) c.ids = bodies_.ids();
    c.due = due;
    c.busy = true;
    ++busy_;
    ++sent_;
    Flush(c);
  }

  void Flush(Connection& c) {
    const ssize_t n = ::send(c.fd, c.out.data(), c.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) c.out.erase(0, static_cast<size_t>(n));
    if (c.out.empty() != c.waits_to_send) return;
    c.waits_to_send = !c.out.empty();
    epoll_event event{};
    event.events = c.waits_to_send ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.ptr = &c;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, c.fd, &event);
  }

  void Poll(Clock::time_point end) {
    epoll_event events[64];
    const int wait_ms = options_.rate > 0 ? 1 : 100;
    const int n = ::epoll_wait(epoll_, events, 64, wait_ms);
    for (int i = 0; i < n; ++i) {
      auto& c = *static_cast<Connection*>(events[i].data.ptr);
      if ((events[i].events & EPOLLOUT) != 0 && !c.out.empty()) Flush(c);
      if ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) Receive(c, end);
    }
  }

  void Receive(Connection& c, Clock::time_point end) {
    char piece[16384];
    const ssize_t n = ::recv(c.fd, piece, sizeof piece, MSG_DONTWAIT);
    if (n <= 0) return Lost(c);
    c.in.append(piece, static_cast<size_t>(n));
    const size_t head_end = c.in.find("\r\n\r\n");
    if (head_end == std::string::npos) return;
    const size_t length = ContentLength(c.in.substr(0, head_end));
    if (c.in.size() < head_end + 4 + length) return;
    const int status = std::atoi(c.in.c_str() + 9);
    tally_.Answered(
        status, c.in.substr(0, head_end + 2),
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - c.due).count());
    if (status / 100 == 2 && accepted_.is_open()) accepted_ << c.ids;
    c.in.clear();
    c.busy = false;
    --busy_;
    if (options_.rate == 0 && Clock::now() < end && !Enough()) Send(c, Clock::now());
  }

  static size_t ContentLength(const std::string& head) {
    const char* at = ::strcasestr(head.c_str(), "\r\ncontent-length:");
    return at == nullptr ? 0 : std::strtoul(at + 17, nullptr, 10);
  }

  void Lost(Connection& c) {
    ::close(c.fd);
    if (c.busy) --busy_;
    c = Connection{};
    tally_.Lost();
    if (!Connect(c)) c.fd = -1;
    if (c.fd >= 0 && options_.rate == 0 && !Enough()) Send(c, Clock::now());
  }

  const Options options_;
  Bodies bodies_;
  std::vector<Connection> connections_;
  const int epoll_;
  std::string head_;
  const std::string empty_;
  std::deque<Clock::time_point> waiting_;
  unsigned busy_ = 0;
  uint64_t sent_ = 0;
  Tally tally_;
  std::ofstream accepted_;
};

}  // namespace
}  // namespace griot::bench

int main(int argc, char** argv) {
  griot::bench::Options o;
  CLI::App app("Sends events over HTTP and prints what came back, as JSON.");
  app.add_option("--port", o.port)->required();
  app.add_option("--path", o.path);
  app.add_option("--method", o.method)->check(CLI::IsMember({"GET", "POST"}));
  app.add_option("--header", o.headers, "a whole line, \"Name: value\"");
  app.add_option("--connections", o.connections);
  app.add_option("--seconds", o.seconds);
  app.add_option("--rate", o.rate, "requests a second; 0: as fast as answers come");
  app.add_option("--batch", o.batch, "events a request");
  app.add_option("--users", o.users);
  app.add_option("--seed", o.seed);
  app.add_option("--requests", o.requests, "ends after so many; 0: no bound");
  app.add_option("--accepted", o.accepted, "a file for the ids of all events answered 2xx");
  CLI11_PARSE(app, argc, argv);
  return griot::bench::Load(o).Run();
}
