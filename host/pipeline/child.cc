#include "host/pipeline/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

extern char** environ;

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kMostOutput = 64 * 1024;

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { (void)!::pipe2(ends, O_CLOEXEC); }
  ~Pipe() {
    Close(0);
    Close(1);
  }
  void Close(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

// A file in memory: whatever its size, writing it cannot wait for a child that does not read.
class Input {
 public:
  explicit Input(const std::string& text) : fd_(::memfd_create("input", MFD_CLOEXEC)) {
    whole_ = fd_ >= 0 &&
             ::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
             ::lseek(fd_, 0, SEEK_SET) == 0;
  }
  Input(const Input&) = delete;
  ~Input() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool whole() const { return whole_; }
  int fd() const { return fd_; }

 private:
  int fd_;
  bool whole_ = false;
};

int Spawn(const std::vector<std::string>& argv, int in, const Pipe& out, pid_t* pid) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Of its own group, so that a key on the terminal does not end it; with signals as a new program
  // expects them.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  const int failed = ::posix_spawn(pid, words[0], &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

// True: its output has ended.
bool ReadUntil(int fd, Clock::time_point deadline, std::string* output) {
  char piece[4096];
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd one{fd, POLLIN, 0};
    if (::poll(&one, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t n = ::read(fd, piece, sizeof piece);
    if (n <= 0) return n == 0;
    if (output->size() < kMostOutput) output->append(piece, static_cast<size_t>(n));
  }
}

// Its output may end long before it does.
bool WaitUntil(pid_t pid, Clock::time_point deadline, int* status) {
  while (::waitpid(pid, status, WNOHANG) == 0) {
    if (Clock::now() >= deadline) return false;
    ::poll(nullptr, 0, 2);
  }
  return true;
}

}  // namespace

Status child::Run(const std::vector<std::string>& argv, const std::string& input,
                  std::chrono::milliseconds patience, End* end) {
  const auto deadline = Clock::now() + patience;
  const Input in(input);
  if (!in.whole()) return Status::Retry("no memory for what a child process is to be told");
  Pipe out;
  pid_t pid = 0;
  if (const int failed = Spawn(argv, in.fd(), out, &pid); failed != 0)
    return Status::Retry(argv[0] + " cannot be run: " + std::strerror(failed));
  out.Close(1);
  end->patience = patience;
  end->late =
      !ReadUntil(out.ends[0], deadline, &end->output) || !WaitUntil(pid, deadline, &end->status);
  if (end->late) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, &end->status, 0);
  }
  return Status::Ok();
}

}  // namespace griot::host
