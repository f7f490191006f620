// One end of the control socket: lines out, lines in.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "griot/cpp/status.hpp"

namespace griot::host {

// For one thread. Owns its descriptor.
class LineSocket {
 public:
  using Ms = std::chrono::milliseconds;
  // How long the other end may take over a line, where nothing else is said.
  static constexpr Ms kPatience{120'000};

  // Everything that waits gives up once `stop_event` can be read (-1: there is none).
  explicit LineSocket(int fd, int stop_event = -1) : fd_(fd), stop_event_(stop_event) {}
  LineSocket(const LineSocket&) = delete;
  ~LineSocket();

  // Connects to the griot at `path`. GONE: none runs there.
  static Status Connect(const std::string& path, int* fd);

  // One line, without its end. False: the peer left, took too long, or sent too much.
  bool Read(std::string* line, Ms patience = kPatience);
  // False: the peer left, or takes nothing.
  bool Write(std::string_view text);
  // Waits for `pause`. False: the peer left meanwhile.
  bool Pause(Ms pause) const;

 private:
  // Waits until the socket is ready; false: it took too long, or it is time to stop.
  bool Await(short events, Ms patience) const;

  const int fd_;
  const int stop_event_;
  std::string read_;     // beyond the line that was answered last
  size_t searched_ = 0;  // of it: there is no line end in here
};

}  // namespace griot::host
