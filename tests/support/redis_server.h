// A private redis-server for a test: its own folder, its own Unix socket, gone with the object.
#pragma once

#include <sys/types.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace griot::test {

// One thread at a time, and the thread that starts the server must outlive it (it is told to die
// with that thread, so that a test that crashes leaves nothing behind). Ends only the process that
// it started. Every failure throws std::runtime_error with the server's log.
class RedisServer {
 public:
  // Starts one with an append-only file that is synced always, without eviction. `extra`: further
  // settings, in the order of a command line ("--maxmemory", "4mb"); they overrule.
  explicit RedisServer(std::vector<std::string> extra = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::string url() const { return "unix://" + socket(); }
  std::string socket() const { return dir_ + "/redis.sock"; }
  const std::string& dir() const { return dir_; }
  pid_t pid() const { return pid_; }

  void Start();   // after Stop or Kill, on the same data
  void Stop();    // SIGTERM: saves and ends
  void Kill();    // kill -9
  void Freeze();  // SIGSTOP: accepts connections, answers nothing
  void Thaw();

  // One command over a connection of its own. Arrays come as their values, a line each; nil as
  // "(nil)"; an error as its text.
  std::string Command(std::initializer_list<std::string_view> words);

 private:
  void End(int signal);
  void Remove();
  void WaitUntilReady();

  std::string dir_;
  std::vector<std::string> extra_;
  pid_t pid_ = -1;
};

}  // namespace griot::test
