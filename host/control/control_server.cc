#include "host/control/control_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "host/control/socket_address.h"

namespace griot::host {
namespace {

// A handful of terminals and what a monitoring system asks; more is a mistake that must not take
// all of griot's threads.
constexpr size_t kMaxClients = 32;
// Until the next try, when no connection can be accepted: out of descriptors, mostly.
constexpr int kAcceptPauseMs = 100;

class SocketReply final : public ControlReply {
 public:
  explicit SocketReply(LineSocket& socket) : socket_(socket) {}
  bool Send(std::string_view line) override {
    whole_ = whole_ && socket_.Write(std::string(line) + "\n");
    return whole_;
  }
  bool Pause(std::chrono::milliseconds pause) override { return whole_ && socket_.Pause(pause); }
  bool whole() const { return whole_; }

 private:
  LineSocket& socket_;
  bool whole_ = true;
};

}  // namespace

Status ControlServer::Open(const std::string& path) {
  path_ = path;
  ::unlink(path.c_str());  // of a griot that died: whoever starts holds the folder's lock
  stop_event_ = ::eventfd(0, EFD_CLOEXEC);
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const mode_t before = ::umask(0177);
  const bool bound = SocketAddress(path).BindTo(listener_);
  ::umask(before);
  if (!bound || ::listen(listener_, 16) != 0)
    return Status::Fatal(path + ": " + std::strerror(errno));
  return Status::Ok();
}

void ControlServer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ControlServer::Stop() {
  if (thread_.joinable()) {
    ::eventfd_write(stop_event_, 1);
    thread_.join();
  }
  for (Client& client : clients_) client.thread.join();
  clients_.clear();
  if (listener_ >= 0) ::unlink(path_.c_str());
  for (int* fd : {&listener_, &stop_event_}) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
  }
}

void ControlServer::Run() {
  pollfd fds[2] = {{stop_event_, POLLIN, 0}, {listener_, POLLIN, 0}};
  while (::poll(fds, 2, -1) >= 0 || errno == EINTR) {
    if (fds[0].revents != 0) return;
    if (fds[1].revents == 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
      ::poll(fds, 1, kAcceptPauseMs);
      continue;
    }
    Reap();
    Admit(client);
  }
}

void ControlServer::Admit(int fd) {
  if (clients_.size() >= kMaxClients) {
    static constexpr std::string_view kFull =
        "{\"error\":\"too many clients are served already\"}\n";
    (void)::send(fd, kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::close(fd);
    return;
  }
  Client& client = clients_.emplace_back();
  client.thread = std::thread([this, fd, &client] {
    Serve(fd);
    client.done.store(true);
  });
}

void ControlServer::Serve(int fd) {
  LineSocket socket(fd, stop_event_);
  std::string request;
  bool whole = true;
  while (whole && socket.Read(&request)) {
    SocketReply reply(socket);
    handler_(request, reply);
    whole = reply.whole();
  }
}

void ControlServer::Reap() {
  clients_.remove_if([](Client& client) {
    if (!client.done.load()) return false;
    client.thread.join();
    return true;
  });
}

Status AskControl(const std::string& path, std::string_view request, std::string* answer) {
  int fd = -1;
  if (Status s = LineSocket::Connect(path, &fd); !s.ok()) return s;
  LineSocket socket(fd);
  if (!socket.Write(std::string(request) + "\n") || !socket.Read(answer))
    return Status::Retry(path + ": no answer");
  return Status::Ok();
}

}  // namespace griot::host
