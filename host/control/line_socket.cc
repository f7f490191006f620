#include "host/control/line_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "host/control/socket_address.h"

namespace griot::host {
namespace {

// Large enough for a page of dead letters to be sent in again.
constexpr size_t kMaxLine = 64u << 20;

}  // namespace

LineSocket::~LineSocket() { ::close(fd_); }

Status LineSocket::Connect(const std::string& path, int* fd) {
  *fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (SocketAddress(path).ConnectTo(*fd)) return Status::Ok();
  const std::string why = std::strerror(errno);
  ::close(*fd);
  return {GRIOT_GONE, "no griot runs here (" + path + ": " + why + ")"};
}

bool LineSocket::Await(short events, Ms patience) const {
  pollfd fds[2] = {{stop_event_, POLLIN, 0}, {fd_, events, 0}};
  return ::poll(fds, 2, static_cast<int>(patience.count())) > 0 && fds[0].revents == 0;
}

bool LineSocket::Read(std::string* line, Ms patience) {
  char piece[65536];
  while (true) {
    if (const size_t end = read_.find('\n', searched_); end != std::string::npos) {
      line->assign(read_, 0, end);
      read_.erase(0, end + 1);
      searched_ = 0;
      return true;
    }
    searched_ = read_.size();
    if (read_.size() > kMaxLine || !Await(POLLIN, patience)) return false;
    const ssize_t n = ::recv(fd_, piece, sizeof piece, MSG_DONTWAIT);
    if (n <= 0) return false;
    read_.append(piece, static_cast<size_t>(n));
  }
}

bool LineSocket::Write(std::string_view text) {
  while (!text.empty()) {
    if (!Await(POLLOUT, kPatience)) return false;
    const ssize_t n = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

bool LineSocket::Pause(Ms pause) const {
  pollfd fds[2] = {{stop_event_, POLLIN, 0}, {fd_, POLLRDHUP, 0}};
  return ::poll(fds, 2, static_cast<int>(pause.count())) == 0;
}

}  // namespace griot::host
