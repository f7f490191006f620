#include "host/cli/terminal.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

namespace griot::host {
namespace {

volatile sig_atomic_t g_ended = 0;

winsize Size() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size = {24, 80, 0, 0};
  return size;
}

void Put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

Terminal::Terminal() {
  struct sigaction action {};
  action.sa_handler = [](int) { g_ended = 1; };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
  Put("\x1b[?1049h\x1b[?25l");  // the other screen, no cursor
}

Terminal::~Terminal() { Put("\x1b[?25h\x1b[?1049l"); }

size_t Terminal::columns() const { return Size().ws_col; }
size_t Terminal::rows() const { return Size().ws_row; }

void Terminal::Draw(const std::vector<std::string>& lines) {
  std::string out = "\x1b[H";
  for (size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? "" : "\r\n") + lines[i] + "\x1b[K";
  Put(out + "\x1b[J");
}

bool Terminal::Pause(std::chrono::milliseconds pause) {
  const auto ms = pause.count();
  const timespec time{static_cast<time_t>(ms / 1000), static_cast<long>(ms % 1000 * 1'000'000)};
  if (g_ended == 0) ::nanosleep(&time, nullptr);
  return g_ended == 0;
}

}  // namespace griot::host
