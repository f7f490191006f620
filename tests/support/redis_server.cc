#include "support/redis_server.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace griot::test {
namespace {

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Show(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_NIL:
      return "(nil)";
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_ARRAY: {
      std::string lines;
      for (size_t i = 0; i < reply.elements; ++i) {
        lines += (i == 0 ? "" : "\n") + Show(*reply.element[i]);
      }
      return lines;
    }
    default:
      return {reply.str, reply.len};
  }
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> extra) : extra_(std::move(extra)) {
  char dir[] = "/tmp/griot-redis-XXXXXX";  // short: a socket's path has 107 bytes at most
  if (mkdtemp(dir) == nullptr) throw std::runtime_error("mkdtemp failed");
  dir_ = dir;
  try {
    Start();
  } catch (...) {
    Remove();
    throw;
  }
}

RedisServer::~RedisServer() { Remove(); }

void RedisServer::Remove() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void RedisServer::Start() {
  std::vector<std::string> words{
      "redis-server", "--port",      "0", "--unixsocket", socket(), "--dir",
      dir_,           "--save",      "",  "--appendonly", "yes",    "--appendfsync",
      "always",       "--daemonize", "no"};
  words.insert(words.end(), extra_.begin(), extra_.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string log = dir_ + "/log";

  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves nothing behind
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  WaitUntilReady();
}

void RedisServer::WaitUntilReady() {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until) {
    const std::string answer = Command({"PING"});
    if (answer == "PONG" || answer.starts_with("NOAUTH")) return;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("redis-server does not start:\n" + Contents(dir_ + "/log"));
}

void RedisServer::End(int signal) {
  if (pid_ <= 0) return;
  kill(pid_, SIGCONT);
  kill(pid_, signal);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Stop() { End(SIGTERM); }
void RedisServer::Kill() { End(SIGKILL); }
void RedisServer::Freeze() { kill(pid_, SIGSTOP); }
void RedisServer::Thaw() { kill(pid_, SIGCONT); }

std::string RedisServer::Command(std::initializer_list<std::string_view> words) {
  redisContext* context = redisConnectUnix(socket().c_str());
  if (context == nullptr || context->err != 0) {
    if (context != nullptr) redisFree(context);
    return "(no connection)";
  }
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(context, static_cast<int>(texts.size()), texts.data(), sizes.data()));
  const std::string shown = reply == nullptr ? "(no reply)" : Show(*reply);
  if (reply != nullptr) freeReplyObject(reply);
  redisFree(context);
  return shown;
}

}  // namespace griot::test
