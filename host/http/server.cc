#include "host/http/server.h"

#include <fcntl.h>
#include <pistache/listener.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <exception>

#include "host/http/transport.h"

namespace griot::http {
namespace {

using Pistache::Tcp::Listener;

// The listening descriptor is Pistache's secret; a drain needs it, because Pistache can only end
// accepting together with its workers. Naming a private member is allowed in an explicit
// instantiation, and nowhere else.
int& ListenFd(Listener& listener);
template <int Listener::*kMember>
struct ListenFdAccess {
  friend int& ListenFd(Listener& listener) { return listener.*kMember; }
};
template struct ListenFdAccess<&Listener::listen_fd>;

constexpr int kBacklog = 4096;
// Files, sockets to databases, and connections that are accepted but not yet looked at.
constexpr size_t kOtherDescriptors = 512;

// Returns how many descriptors the process may have.
size_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  }
  return static_cast<size_t>(std::min<rlim_t>(limit.rlim_cur, 1u << 30));
}

// Each connection takes two descriptors. Pistache's accept loop spins when there are none left, so
// the cap stays well below.
size_t ConnectionCap(size_t wanted, size_t descriptors) {
  size_t spare = std::min(kOtherDescriptors, descriptors / 2);
  return std::max<size_t>(1, std::min(wanted, (descriptors - spare) / 2));
}

}  // namespace

struct Server::Impl {
  explicit Impl(Options o) : options(std::move(o)) {}

  Options options;
  Routes routes;
  std::shared_ptr<Core> core;
  std::unique_ptr<Pool> pool;
  std::unique_ptr<Site> site;
  std::unique_ptr<Listener> listener;
  uint16_t port = 0;
  bool stopped = false;
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Server::~Server() { Stop(); }

Result<> Server::Start() {
  Impl& s = *impl_;
  Result<TrustedProxies> proxies = TrustedProxies::Parse(s.options.trusted_proxies);
  if (!proxies) return Error{proxies.error()};
  s.options.workers = std::max(1u, s.options.workers);
  size_t descriptors = RaiseDescriptorLimit();
  size_t cap = ConnectionCap(s.options.max_connections, descriptors);
  size_t floor = std::min(descriptors - cap - 16, cap + 2048);
  s.core = std::make_shared<Core>(s.options, *proxies);
  if (cap < s.options.max_connections) {
    s.core->Log("http: " + std::to_string(cap) + " connections at most, for the limit of " +
                std::to_string(descriptors) + " open files");
  }
  if (!s.core->loop.Start()) return Error{"http: no descriptor left"};
  s.pool = std::make_unique<Pool>(s.core);
  s.pool->Start(s.options.workers);
  s.site = std::unique_ptr<Site>(new Site{.core = s.core,
                                          .routes = s.routes,
                                          .pool = *s.pool,
                                          .max_connections = cap,
                                          .own_fd_floor = static_cast<int>(floor)});
  try {
    using Pistache::Tcp::Options;
    const auto flags = Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec;
    s.listener = std::make_unique<Listener>();
    s.listener->init(s.options.workers, Pistache::Flags<Options>(flags), "http", kBacklog);
    s.listener->setTransportFactory([site = s.site.get()] {
      return std::make_shared<SocketTransport>(std::make_shared<SocketHandler>(*site));
    });
    s.listener->bind(Pistache::Address(s.options.address, Pistache::Port(s.options.port)));
    s.port = static_cast<uint16_t>(static_cast<uint16_t>(s.listener->getPort()));
    s.listener->runThreaded();
  } catch (const std::exception& e) {
    s.listener.reset();
    return Error{"cannot listen on " + s.options.address + ":" + std::to_string(s.options.port) +
                 ": " + e.what()};
  }
  return {};
}

uint16_t Server::port() const { return impl_->port; }

Result<RouteId> Server::AddRoute(Route route) { return impl_->routes.Add(std::move(route)); }

void Server::RemoveRoute(RouteId id) { impl_->routes.Remove(id); }

Result<std::vector<RouteId>> Server::ReplaceRoutes(
    const std::vector<RouteId>& gone, std::vector<Route> added,
    std::vector<std::shared_ptr<RouteEntry>>* removed) {
  return impl_->routes.Replace(gone, std::move(added), removed);
}

void Server::BeginDrain() {
  Impl& s = *impl_;
  if (!s.listener || s.core->draining.exchange(true)) return;
  // The descriptor stays Pistache's, and open; what it stands for becomes something that never
  // wakes the accept loop. Closing it would leave the loop with a number that means another file.
  // A socket, because the loop may be about to accept: from one that does not listen that is an
  // error which Pistache logs, from what is no socket at all one that ends the process.
  int nothing = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (nothing >= 0) {
    dup3(nothing, ListenFd(*s.listener), O_CLOEXEC);
    close(nothing);
  }
  s.core->loop.ForEach([](Channel& channel) { channel.Drain(); });
}

bool Server::Drained(std::chrono::steady_clock::time_point deadline) {
  return !impl_->core || impl_->core->loop.WaitEmpty(deadline);
}

void Server::Stop() {
  Impl& s = *impl_;
  if (s.stopped || !s.core) return;
  s.stopped = true;
  BeginDrain();
  s.core->loop.ForEach([](Channel& channel) { channel.Break(); });
  // The workers take the broken connections away; what they do not get to, their end does.
  Drained(std::chrono::steady_clock::now() + std::chrono::seconds(2));
  if (s.listener) s.listener->shutdown();
  s.listener.reset();
  s.pool->Stop();
  s.core->loop.Stop();
}

Stats Server::stats() const {
  Stats stats;
  if (!impl_->core) return stats;
  const Counters& c = impl_->core->counters;
  stats.connections = impl_->core->loop.size();
  stats.accepted = c.accepted.load();
  stats.rejected = c.rejected.load();
  stats.requests = c.requests.load();
  stats.bytes_in = c.bytes_in.load();
  stats.bytes_out = c.bytes_out.load();
  for (int i = 0; i < 6; ++i) stats.answers[i] = c.answers[i].load();
  stats.timeouts = c.timeouts.load();
  stats.broken = c.broken.load();
  stats.handler_errors = c.handler_errors.load();
  return stats;
}

}  // namespace griot::http
