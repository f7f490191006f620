#include "host/http/client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace griot::http::test {

std::string Answer::Header(std::string_view name) const {
  size_t at = head.find("\r\n");
  while (at != std::string::npos && at + 2 < head.size()) {
    size_t begin = at + 2;
    at = head.find("\r\n", begin);
    std::string line = head.substr(begin, at - begin);
    size_t colon = line.find(':');
    if (colon != name.size() || strncasecmp(line.data(), name.data(), colon) != 0) continue;
    size_t value = line.find_first_not_of(' ', colon + 1);
    return value == std::string::npos ? "" : line.substr(value);
  }
  return {};
}

Client::Client(uint16_t port, int receive_buffer) {
  // Out of the way of the server in the same process, which spreads connections by descriptor.
  int low = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  fd_ = fcntl(low, F_DUPFD_CLOEXEC, 500);
  close(low);
  if (receive_buffer > 0) {
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  int one = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) Close();
}

Client::Client(Client&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)), ended_(other.ended_) {}

bool Client::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd poll_fd{fd_, POLLOUT, 0};
    if (poll(&poll_fd, 1, 10'000) <= 0) return false;
    ssize_t n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void Client::SendSome(std::string_view bytes) {
  [[maybe_unused]] ssize_t n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Client::FinishSending() { shutdown(fd_, SHUT_WR); }

void Client::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

void Client::Reset() {
  linger now{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  Close();
}

bool Client::Fill(Deadline deadline) {
  if (ended_ || fd_ < 0) return false;
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  pollfd poll_fd{fd_, POLLIN, 0};
  if (poll(&poll_fd, 1, static_cast<int>(std::max<int64_t>(left.count(), 0))) <= 0) return false;
  char bytes[65536];
  ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
  if (n <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

bool Client::Want(size_t bytes, Deadline deadline) {
  while (buffer_.size() < bytes) {
    if (!Fill(deadline)) return false;
  }
  return true;
}

std::optional<std::string> Client::Line(Deadline deadline) {
  size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!Fill(deadline)) return std::nullopt;
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

std::optional<Answer> Client::Read(bool head_only, std::chrono::milliseconds limit) {
  Deadline deadline = std::chrono::steady_clock::now() + limit;
  size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill(deadline)) return std::nullopt;
  }
  Answer answer;
  answer.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  if (answer.head.size() > 12) answer.status = std::atoi(answer.head.c_str() + 9);
  if (head_only || answer.status < 200 || answer.status == 204 || answer.status == 304) {
    return answer;
  }
  if (answer.Header("Transfer-Encoding") == "chunked") {
    for (;;) {
      auto chunk = ReadChunk(limit);
      if (!chunk) return std::nullopt;
      if (chunk->empty()) return answer;
      answer.body += *chunk;
    }
  }
  std::string length = answer.Header("Content-Length");
  if (length.empty()) {
    answer.body = ReadAll(limit);
    return answer;
  }
  size_t size = std::stoul(length);
  if (!Want(size, deadline)) return std::nullopt;
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::optional<std::string> Client::ReadChunk(std::chrono::milliseconds limit) {
  Deadline deadline = std::chrono::steady_clock::now() + limit;
  auto line = Line(deadline);
  if (!line) return std::nullopt;
  size_t size = std::strtoul(line->c_str(), nullptr, 16);
  if (!Want(size + 2, deadline)) return std::nullopt;
  std::string chunk = buffer_.substr(0, size);
  buffer_.erase(0, size + 2);
  return chunk;
}

std::string Client::ReadAll(std::chrono::milliseconds limit) {
  Deadline deadline = std::chrono::steady_clock::now() + limit;
  while (Fill(deadline)) {
  }
  return std::exchange(buffer_, {});
}

bool Client::Ended(std::chrono::milliseconds limit) {
  Fill(std::chrono::steady_clock::now() + limit);
  return buffer_.empty() && ended_;
}

std::string Get(std::string_view target, std::string_view more) {
  return std::string("GET ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: x\r\n")
      .append(more)
      .append("\r\n");
}

std::string Post(std::string_view target, std::string_view body, std::string_view more) {
  return std::string("POST ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: x\r\nContent-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n")
      .append(more)
      .append("\r\n")
      .append(body);
}

}  // namespace griot::http::test
