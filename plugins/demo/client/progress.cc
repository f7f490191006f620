#include "client/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "griot/cpp/status.hpp"

namespace griot::demo {

std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

Progress::Progress(const griot_command_call* call, uint64_t total)
    : call_(call),
      total_(total),
      terminal_(isatty(STDERR_FILENO) == 1),
      began_(Clock::now()),
      said_(began_) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - began_).count();
}

void Progress::Show(uint64_t done, const std::string& note) {
  const Clock::time_point now = Clock::now();
  if (now - said_ < std::chrono::milliseconds(terminal_ ? 200 : 2000)) return;
  said_ = now;
  Write(done, note);
}

void Progress::End(uint64_t done) {
  Write(done, {});
  if (terminal_) call_->err(call_, Str("\n"));
}

void Progress::Write(uint64_t done, const std::string& note) {
  const double share = total_ == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total_);
  const double rate = static_cast<double>(done) / std::max(seconds(), 1e-3);
  char text[160];
  int size = std::snprintf(text, sizeof text, "%s of %s events, %.1f %%, %s/s",
                           Grouped(done).c_str(), Grouped(total_).c_str(), 100 * share,
                           Grouped(static_cast<uint64_t>(rate)).c_str());
  std::string line(text, static_cast<size_t>(size));
  if (done < total_ && rate > 0) {
    size = std::snprintf(text, sizeof text, ", about %.0f s to go",
                         static_cast<double>(total_ - done) / rate);
    line.append(text, static_cast<size_t>(size));
  }
  if (!note.empty()) line += "; " + note;
  line = terminal_ ? "\r" + line + "\x1b[K" : line + "\n";
  call_->err(call_, Str(line));
}

}  // namespace griot::demo
