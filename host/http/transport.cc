#include "host/http/transport.h"

#include <fcntl.h>
#include <pistache/peer.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <exception>

#include "host/http/answer.h"

namespace griot::http {
namespace {

using Pistache::Polling::NotifyOn;

constexpr size_t kReadSize = 64 * 1024;
constexpr int kReadsInTurn = 4;  // then the other connections have theirs

// Pistache gives a connection to worker `descriptor % workers`. Were ours taken from the same
// range, every second number would be, and one of two workers would get every connection.
int OwnDescriptor(int fd, int floor) { return fcntl(fd, F_DUPFD_CLOEXEC, floor); }

}  // namespace

SocketHandler::SocketHandler(Site& site) : SocketHandler(site, 0) {}

SocketHandler::SocketHandler(Site& site, unsigned index)
    : site_(site),
      worker_{.core = site.core,
              .routes = site.routes,
              .pool = site.pool,
              .index = index,
              .table = {}} {}

std::shared_ptr<Pistache::Tcp::Handler> SocketHandler::clone() const {
  return std::make_shared<SocketHandler>(site_, site_.next_worker++);
}

void SocketHandler::onConnection(const PeerPtr& peer) {
  Counters& counters = site_.core->counters;
  int fd = peer->fd();
  bool room = site_.open.fetch_add(1) < site_.max_connections;
  int own = room ? OwnDescriptor(fd, site_.own_fd_floor) : -1;
  if (own < 0) {
    Add(counters.rejected);
    std::string answer = ErrorAnswer(503);
    [[maybe_unused]] ssize_t n =
        send(fd, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(fd, SHUT_RDWR);
    return;
  }
  Add(counters.accepted);
  auto* socket = static_cast<SocketTransport*>(transport());
  auto channel = std::make_shared<Channel>(site_.core, own, [socket, fd] { socket->Rearm(fd); });
  site_.core->loop.Register(own, channel);
  auto index = static_cast<size_t>(fd);
  if (readers_.size() <= index) readers_.resize(index + 1);
  readers_[index] = std::make_unique<Reader>(worker_, std::move(channel), PeerAddress(fd));
}

void SocketHandler::onInput(const char* buffer, size_t len, const PeerPtr& peer) {
  Reader* reader = ReaderOf(peer->fd());
  if (reader == nullptr) return;
  Add(site_.core->counters.bytes_in, len);
  try {
    reader->Input({buffer, len});
  } catch (const std::exception& e) {  // out of memory, at the worst; it costs this client only
    site_.core->Log(std::string("connection dropped: ") + e.what());
    reader->channel().Break();
  }
}

void SocketHandler::onDisconnection(const PeerPtr& peer) {
  auto index = static_cast<size_t>(peer->fd());
  site_.open.fetch_sub(1);
  if (index >= readers_.size() || !readers_[index]) return;
  readers_[index]->channel().DetachReader();
  readers_[index].reset();
}

Reader* SocketHandler::ReaderOf(int fd) const {
  auto index = static_cast<size_t>(fd);
  return index < readers_.size() ? readers_[index].get() : nullptr;
}

SocketTransport::SocketTransport(std::shared_ptr<SocketHandler> handler)
    : Pistache::Tcp::Transport(handler), handler_(std::move(handler)), buffer_(kReadSize) {}

SocketTransport::~SocketTransport() {
  // Pistache leaves the descriptors of its last connections open.
  for (const auto& [fd, peer] : peers) {
    handler_->onDisconnection(peer);
    close(fd);
  }
}

std::shared_ptr<Pistache::Aio::Handler> SocketTransport::clone() const {
  return std::make_shared<SocketTransport>(
      std::static_pointer_cast<SocketHandler>(handler_->clone()));
}

void SocketTransport::onReady(const Pistache::Aio::FdSet& fds) {
  std::vector<Pistache::Polling::Event> others;
  for (const auto& entry : fds) {
    auto it = peers.find(static_cast<int>(entry.getTag().value()));
    // The only way to the Shutdown flag, which Pistache reads but does not pass on.
    const auto& event = (const Pistache::Polling::Event&)entry;
    if (it == peers.end()) {
      others.push_back(event);
    } else {
      Read(it->second, event.flags.hasFlag(NotifyOn::Shutdown) || entry.isHangup());
    }
  }
  if (others.empty()) return;
  try {
    Pistache::Tcp::Transport::onReady(Pistache::Aio::FdSet(std::move(others)));
  } catch (const std::exception& e) {
    // An exception that leaves the worker's thread would end the process.
    handler_->Log(e.what());
  }
}

void SocketTransport::Rearm(int fd) {
  try {
    // Writable as well, because what waits to be parsed may be in memory and not in the socket.
    reactor()->modifyFd(key(), fd, NotifyOn::Read | NotifyOn::Write | NotifyOn::Shutdown,
                        Pistache::Polling::Mode::Edge);
  } catch (const std::exception& e) {
    handler_->Log(e.what());
  }
}

// Sockets are registered edge-triggered: one that is left with bytes in it must be armed again.
void SocketTransport::Read(const SocketHandler::PeerPtr& peer, bool ends) {
  int fd = peer->fd();
  Reader* reader = handler_->ReaderOf(fd);
  for (int turn = 0; turn < kReadsInTurn; ++turn) {
    if (reader != nullptr) {
      bool ready = reader->Resume();
      if (reader->channel().dead()) return Drop(peer);
      if (!ready) return;
    }
    ssize_t n = recv(fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      return Drop(peer);
    }
    if (n == 0) {
      if (reader == nullptr || reader->channel().PeerFinished()) Drop(peer);
      return;
    }
    handler_->onInput(buffer_.data(), static_cast<size_t>(n), peer);
    // A read that does not fill the buffer has emptied the socket; what comes later is a new edge.
    if (static_cast<size_t>(n) < buffer_.size() && !ends) {
      if (reader != nullptr && reader->channel().dead()) Drop(peer);
      return;
    }
  }
  Rearm(fd);
}

void SocketTransport::Drop(SocketHandler::PeerPtr peer) {
  handler_->onDisconnection(peer);
  removePeer(peer);
}

}  // namespace griot::http
