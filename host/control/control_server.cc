#include "host/control/control_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace griot::host {
namespace {

// Large enough for a page of dead letters to be sent in again.
constexpr size_t kMaxRequest = 64u << 20;
constexpr timeval kPatience{120, 0};

bool Address(const std::string& path, sockaddr_un* address) {
  *address = {};
  address->sun_family = AF_UNIX;
  if (path.size() >= sizeof address->sun_path) return false;
  std::memcpy(address->sun_path, path.c_str(), path.size() + 1);
  return true;
}

// One line, without its end. False: the peer left, took too long, or sent too much.
bool ReadLine(int fd, std::string* line) {
  line->clear();
  char piece[65536];
  while (line->size() < kMaxRequest) {
    const ssize_t n = ::recv(fd, piece, sizeof piece, 0);
    if (n <= 0) return false;
    line->append(piece, static_cast<size_t>(n));
    if (line->back() == '\n') {
      line->pop_back();
      return true;
    }
  }
  return false;
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void SetPatience(int fd) {
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
}

}  // namespace

Status ControlServer::Start(const std::string& path) {
  sockaddr_un address;
  if (!Address(path, &address))
    return Status::Invalid(path + ": too long for a socket's path; choose a shorter --data");
  path_ = path;
  ::unlink(path.c_str());  // of a griot that died: whoever starts holds the folder's lock
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const mode_t before = ::umask(0177);
  const bool bound =
      ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::umask(before);
  if (!bound || ::listen(listener_, 16) != 0)
    return Status::Fatal(path + ": " + std::strerror(errno));
  stop_event_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
  return Status::Ok();
}

void ControlServer::Stop() {
  if (thread_.joinable()) {
    ::eventfd_write(stop_event_, 1);
    thread_.join();
    ::unlink(path_.c_str());
  }
  for (int* fd : {&listener_, &stop_event_}) {
    if (*fd >= 0) ::close(*fd);
    *fd = -1;
  }
}

void ControlServer::Run() {
  pollfd fds[2] = {{listener_, POLLIN, 0}, {stop_event_, POLLIN, 0}};
  while (::poll(fds, 2, -1) >= 0 || errno == EINTR) {
    if (fds[1].revents != 0) return;
    if (fds[0].revents == 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    Serve(client);
    ::close(client);
  }
}

void ControlServer::Serve(int client) {
  SetPatience(client);
  pollfd fds[2] = {{client, POLLIN, 0}, {stop_event_, POLLIN, 0}};
  std::string request;
  while (::poll(fds, 2, static_cast<int>(kPatience.tv_sec) * 1000) > 0 && fds[1].revents == 0) {
    if (!ReadLine(client, &request)) return;
    if (!WriteAll(client, handler_(request) + "\n")) return;
  }
}

Status AskControl(const std::string& path, std::string_view request, std::string* answer) {
  sockaddr_un address;
  if (!Address(path, &address)) return Status::Invalid(path + ": too long for a socket's path");
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Status status = Status::Ok();
  SetPatience(fd);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    status = {GRIOT_GONE, "no griot runs here (" + path + ": " + std::strerror(errno) + ")"};
  } else if (!WriteAll(fd, std::string(request) + "\n") || !ReadLine(fd, answer)) {
    status = Status::Retry(path + ": no answer");
  }
  ::close(fd);
  return status;
}

}  // namespace griot::host
