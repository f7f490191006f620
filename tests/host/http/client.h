#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace griot::http::test {

struct Answer {
  int status = 0;
  std::string head;  // with the status line
  std::string body;

  // Empty if there is none; the name's case does not matter.
  std::string Header(std::string_view name) const;
};

// A client that sends exactly the bytes that it is given and reads what comes, byte for byte.
// Every wait is bounded. Used by one thread.
class Client {
 public:
  explicit Client(uint16_t port, int receive_buffer = 0);
  ~Client() { Close(); }
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;

  bool connected() const { return fd_ >= 0; }
  bool Send(std::string_view bytes);
  // Sends what the socket takes at once.
  void SendSome(std::string_view bytes);
  void FinishSending();
  void Close();
  void Reset();  // closes with RST

  // The next answer, interim ones too. Nothing: the connection ended, or time ran out.
  std::optional<Answer> Read(bool head_only = false,
                             std::chrono::milliseconds limit = std::chrono::seconds(10));
  // The next piece of a chunked answer whose head was read with head_only.
  std::optional<std::string> ReadChunk(std::chrono::milliseconds limit = std::chrono::seconds(10));
  std::string ReadAll(std::chrono::milliseconds limit = std::chrono::seconds(10));
  // Whether the server ends the connection within the limit, without a further byte.
  bool Ended(std::chrono::milliseconds limit = std::chrono::seconds(10));

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  bool Fill(Deadline deadline);  // false: end or time out
  bool Want(size_t bytes, Deadline deadline);
  std::optional<std::string> Line(Deadline deadline);

  int fd_ = -1;
  std::string buffer_;
  bool ended_ = false;
};

std::string Get(std::string_view target, std::string_view more = "");
std::string Post(std::string_view target, std::string_view body, std::string_view more = "");

}  // namespace griot::http::test
