// Where the control socket is, as bind() and connect() want it.
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

namespace griot::host {

// An address holds a path of 107 characters, and data folders may be deeper: a longer path is
// reached through a descriptor of its folder. Good as long as this lives.
class SocketAddress {
 public:
  explicit SocketAddress(const std::string& path) {
    address_.sun_family = AF_UNIX;
    std::string reached = path;
    if (const size_t slash = path.rfind('/');
        path.size() >= sizeof address_.sun_path && slash != std::string::npos) {
      folder_ = ::open(path.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
      reached = "/proc/self/fd/" + std::to_string(folder_) + path.substr(slash);
    }
    reached.copy(address_.sun_path, sizeof address_.sun_path - 1);
  }
  SocketAddress(const SocketAddress&) = delete;
  ~SocketAddress() {
    if (folder_ >= 0) ::close(folder_);
  }

  bool BindTo(int fd) const { return ::bind(fd, Raw(), sizeof address_) == 0; }
  bool ConnectTo(int fd) const { return ::connect(fd, Raw(), sizeof address_) == 0; }

 private:
  const sockaddr* Raw() const { return reinterpret_cast<const sockaddr*>(&address_); }

  sockaddr_un address_{};
  int folder_ = -1;
};

}  // namespace griot::host
