#pragma once

#include <pistache/tcp.h>
#include <pistache/transport.h>

#include <atomic>
#include <memory>
#include <vector>

#include "host/http/reader.h"

namespace griot::http {

// What the workers of one server start from. Outlives them.
struct Site {
  std::shared_ptr<Core> core;
  Routes& routes;
  Pool& pool;
  size_t max_connections;
  int own_fd_floor;  // see OwnDescriptor() in transport.cc
  std::atomic<unsigned> next_worker{0};
  std::atomic<size_t> open{0};
};

// Pistache's handler: the readers of one worker. Pistache clones a prototype for each worker; the
// clone starts empty. Used by its worker only.
class SocketHandler final : public Pistache::Tcp::Handler {
 public:
  using PeerPtr = std::shared_ptr<Pistache::Tcp::Peer>;

  explicit SocketHandler(Site& site);
  SocketHandler(Site& site, unsigned index);

  std::shared_ptr<Pistache::Tcp::Handler> clone() const override;

  void onConnection(const PeerPtr& peer) override;
  void onInput(const char* buffer, size_t len, const PeerPtr& peer) override;
  void onDisconnection(const PeerPtr& peer) override;

  // Null for a connection past the cap, which is only waited for to close.
  Reader* ReaderOf(int fd) const;
  void Log(std::string_view line) const { site_.core->Log(line); }

 private:
  Site& site_;
  Worker worker_;
  std::vector<std::unique_ptr<Reader>> readers_;  // by Pistache's descriptor, as those are dense
};

// Pistache's transport, with a reading half of our own: Pistache's reads 4 KiB at a time, until
// nothing is left, so that one fast sender holds a whole worker and nothing can be made to wait.
// Its writing half is never used (it pins a worker behind a client that does not read).
class SocketTransport final : public Pistache::Tcp::Transport {
 public:
  explicit SocketTransport(std::shared_ptr<SocketHandler> handler);
  ~SocketTransport() override;

  std::shared_ptr<Pistache::Aio::Handler> clone() const override;
  void onReady(const Pistache::Aio::FdSet& fds) override;

  // Makes the worker look at the connection again. From any thread, while the reader is attached.
  void Rearm(int fd);

 private:
  void Read(const SocketHandler::PeerPtr& peer, bool ends);
  void Drop(SocketHandler::PeerPtr peer);  // a copy: it takes the peer out of `peers`

  const std::shared_ptr<SocketHandler> handler_;
  std::vector<char> buffer_;
};

}  // namespace griot::http
