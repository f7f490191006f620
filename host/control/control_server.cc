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

// Large enough for a page of dead letters to be sent in again.
constexpr size_t kMaxRequest = 64u << 20;
constexpr int kPatienceMs = 120'000;
// Until the next try, when no connection can be accepted: out of descriptors, mostly.
constexpr int kAcceptPauseMs = 100;

// Waits until the socket can be read or written; false: give up.
using Readiness = std::function<bool(short events)>;

// One line, without its end. False: the peer left, took too long, or sent too much.
bool ReadLine(int fd, const Readiness& await, std::string* line) {
  line->clear();
  char piece[65536];
  while (line->size() < kMaxRequest && await(POLLIN)) {
    const ssize_t n = ::recv(fd, piece, sizeof piece, MSG_DONTWAIT);
    if (n <= 0) return false;
    line->append(piece, static_cast<size_t>(n));
    if (line->back() == '\n') {
      line->pop_back();
      return true;
    }
  }
  return false;
}

bool WriteAll(int fd, const Readiness& await, std::string_view text) {
  while (!text.empty()) {
    if (!await(POLLOUT)) return false;
    const ssize_t n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

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
    Serve(client);
    ::close(client);
  }
}

void ControlServer::Serve(int client) {
  const Readiness await = [this, client](short events) { return Await(client, events); };
  std::string request;
  while (ReadLine(client, await, &request) && WriteAll(client, await, handler_(request) + "\n")) {
  }
}

bool ControlServer::Await(int client, short events) const {
  pollfd fds[2] = {{stop_event_, POLLIN, 0}, {client, events, 0}};
  return ::poll(fds, 2, kPatienceMs) > 0 && fds[0].revents == 0;
}

Status AskControl(const std::string& path, std::string_view request, std::string* answer) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const Readiness await = [fd](short events) {
    pollfd one{fd, events, 0};
    return ::poll(&one, 1, kPatienceMs) > 0;
  };
  Status status = Status::Ok();
  if (!SocketAddress(path).ConnectTo(fd)) {
    status = {GRIOT_GONE, "no griot runs here (" + path + ": " + std::strerror(errno) + ")"};
  } else if (!WriteAll(fd, await, std::string(request) + "\n") || !ReadLine(fd, await, answer)) {
    status = Status::Retry(path + ": no answer");
  }
  ::close(fd);
  return status;
}

}  // namespace griot::host
