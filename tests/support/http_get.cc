#include "tests/support/http_get.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

namespace griot::test {

HttpAnswer HttpCall(uint16_t port, const std::string& method, const std::string& target,
                    const std::string& body, const std::string& headers) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  HttpAnswer answer;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
    const std::string request =
        method + " " + target + " HTTP/1.1\r\nHost: test\r\n" +
        "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
        "\r\n" + body;
    std::string text;
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
      char piece[4096];
      for (ssize_t n; (n = ::recv(fd, piece, sizeof piece, 0)) > 0;)
        text.append(piece, static_cast<size_t>(n));
    }
    if (const size_t end = text.find("\r\n\r\n"); end != std::string::npos) {
      answer.head = text.substr(0, end);
      answer.body = text.substr(end + 4);
      answer.status = std::atoi(text.c_str() + 9);
    }
  }
  ::close(fd);
  return answer;
}

}  // namespace griot::test
