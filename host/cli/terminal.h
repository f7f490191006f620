// The terminal that a live view is drawn on.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace griot::host {

// Draws whole pictures on the terminal's other screen, and gives the terminal back as it was, also
// after Ctrl-C. One at a time; for one thread.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;

  size_t columns() const;
  size_t rows() const;
  void Draw(const std::vector<std::string>& lines);

  // Waits. False: the end was asked for (Ctrl-C, SIGTERM).
  static bool Pause(std::chrono::milliseconds pause);
};

}  // namespace griot::host
