#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace griot::history_import {

// A server of HTTP/1.1 that answers each body as a script says: the whole answer as it goes over
// the wire, or "" to close the connection without one. One connection at a time, on a free port.
class ScriptedServer {
 public:
  using Script = std::function<std::string(size_t number, const std::string& body)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, raw, size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, raw, &size) != 0) {
      throw std::runtime_error("no port");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Run(); });
  }
  ~ScriptedServer() {
    ending_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (const int open = open_.load(); open >= 0) shutdown(open, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  int port() const { return port_; }
  std::vector<std::string> bodies() const {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }
  // Of the last request.
  std::string head() const {
    const std::lock_guard lock(mutex_);
    return head_;
  }

  static std::string Answer(int status, std::string_view body, std::string_view headers = "") {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  }

 private:
  void Run() {
    while (!ending_) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      open_ = client;
      if (!ending_) Serve(client);
      open_ = -1;
      close(client);
    }
  }

  void Serve(int client) {
    std::string buffer;
    while (!ending_) {
      size_t end = std::string::npos, size = 0;
      for (;;) {
        end = buffer.find("\r\n\r\n");
        if (end != std::string::npos) {
          const size_t at = buffer.find("Content-Length: ");
          size = at < end ? std::stoul(buffer.substr(at + 16)) : 0;
          if (buffer.size() >= end + 4 + size) break;
        }
        char piece[65536];
        const ssize_t n = recv(client, piece, sizeof piece, 0);
        if (n <= 0) return;
        buffer.append(piece, static_cast<size_t>(n));
      }
      std::string body = buffer.substr(end + 4, size);
      size_t number = 0;
      {
        const std::lock_guard lock(mutex_);
        head_ = buffer.substr(0, end);
        number = bodies_.size();
        bodies_.push_back(body);
      }
      buffer.erase(0, end + 4 + size);
      const std::string answer = script_(number, body);
      if (answer.empty()) return;
      if (send(client, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
    }
  }

  const Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> open_ = -1;
  std::atomic<bool> ending_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> bodies_;
  std::string head_;
  std::thread thread_;
};

}  // namespace griot::history_import
