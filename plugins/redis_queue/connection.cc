#include "connection.h"

#include <poll.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace griot::redis_queue {
namespace {

timeval ToTimeval(std::chrono::milliseconds t) {
  return {static_cast<time_t>(t.count() / 1000), static_cast<suseconds_t>(t.count() % 1000 * 1000)};
}

// What a person can do about an error that Redis names by its first word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAdvice{{
    {"OOM", "Redis has reached its maxmemory: raise it, or let the queue drain"},
    {"MISCONF", "Redis cannot save its data: look at its log and at the disk's free space"},
    {"LOADING", "Redis is still loading its data: wait"},
    {"READONLY", "this Redis is a replica: point `url` at the primary"},
    {"MASTERDOWN", "this Redis is a replica without its primary: point `url` at the primary"},
    {"NOAUTH", "this Redis wants a password: put it in `url`"},
    {"WRONGPASS", "Redis refuses the user or password of `url`"},
    {"NOPERM", "Redis' user of `url` may not do this: extend its ACL"},
    {"BUSY", "a script is blocking Redis: see SCRIPT KILL"},
    {"NOREPLICAS", "Redis has too few replicas (min-replicas-to-write)"},
    {"WRONGTYPE", "something else has written to griot's keys: remove that key"},
    {"NOSCRIPT", "Redis has lost griot's scripts: they are loaded anew at once"},
}};

}  // namespace

Status Connection::Open() {
  const timeval timeout = ToTimeval(kConnectTimeout);
  context_.reset(endpoint_.host.empty()
                     ? redisConnectUnixWithTimeout(endpoint_.path.c_str(), timeout)
                     : redisConnectWithTimeout(endpoint_.host.c_str(), endpoint_.port, timeout));
  if (context_ == nullptr) return Status::Retry("out of memory");
  if (context_->err != 0) return Broken("cannot connect");
  SetTimeout(kConnectTimeout);
  if (!endpoint_.host.empty()) redisEnableKeepAlive(context_.get());
  Status status = Greet();
  if (!status.ok()) Close();
  return status;
}

Status Connection::Greet() {
  Reply reply;
  if (!endpoint_.password.empty()) {
    std::vector<std::string_view> words{"AUTH"};
    if (!endpoint_.user.empty()) words.push_back(endpoint_.user);
    words.push_back(endpoint_.password);
    if (Status status = Call(words, &reply); !status.ok()) return status;
  }
  if (endpoint_.db != 0) return Call({"SELECT", std::to_string(endpoint_.db)}, &reply);
  // Says at once whether it is loading, or wants a password.
  return Call({"PING"}, &reply);
}

void Connection::SetTimeout(std::chrono::milliseconds timeout) {
  if (context_ != nullptr) redisSetTimeout(context_.get(), ToTimeval(timeout));
}

bool Connection::Stale() const {
  if (context_ == nullptr) return true;
  pollfd ready{context_->fd, POLLIN, 0};
  return poll(&ready, 1, 0) != 0;
}

void Connection::Append(std::span<const std::string_view> words) {
  if (context_ == nullptr) return;
  std::array<const char*, 32> few_texts;
  std::array<size_t, 32> few_sizes;
  std::vector<const char*> many_texts;
  std::vector<size_t> many_sizes;
  const char** texts = few_texts.data();
  size_t* sizes = few_sizes.data();
  if (words.size() > few_texts.size()) {
    many_texts.resize(words.size());
    many_sizes.resize(words.size());
    texts = many_texts.data();
    sizes = many_sizes.data();
  }
  for (size_t i = 0; i < words.size(); ++i) {
    texts[i] = words[i].data();
    sizes[i] = words[i].size();
  }
  // Fails only without memory; then the context has its error, and the next Read reports it.
  redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), texts, sizes);
}

Status Connection::Flush() {
  if (context_ == nullptr) return Broken("cannot write");
  for (int done = 0; done == 0;) {
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) return Broken("cannot write");
  }
  return Status::Ok();
}

Status Connection::Read(Reply* reply) {
  if (context_ == nullptr) return Broken("cannot read");
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK || raw == nullptr) {
    return Broken("no answer");
  }
  *reply = Reply(static_cast<redisReply*>(raw));
  return Status::Ok();
}

bool Connection::ReadArrived(Reply* reply) {
  while (context_ != nullptr) {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_.get(), &raw) != REDIS_OK) break;
    if (raw != nullptr) {
      *reply = Reply(static_cast<redisReply*>(raw));
      return true;
    }
    pollfd ready{context_->fd, POLLIN, 0};
    if (poll(&ready, 1, 0) == 0) return false;
    if (redisBufferRead(context_.get()) != REDIS_OK) break;
  }
  Close();
  return false;
}

Status Connection::Call(std::span<const std::string_view> words, Reply* reply) {
  Append(words);
  if (Status status = Read(reply); !status.ok()) return status;
  return reply->view().is_error() ? Explain(reply->view().text()) : Status::Ok();
}

Status Connection::Explain(std::string_view error) const {
  const std::string_view code = error.substr(0, error.find(' '));
  std::string text = "redis at " + endpoint_.Shown() + ": ";
  for (const auto& [known, advice] : kAdvice) {
    if (code != known) continue;
    return Status::Retry(text.append(advice).append(" (").append(error).append(")"));
  }
  return Status::Retry(text.append(error));
}

Status Connection::Broken(std::string_view doing) {
  std::string text = "redis at " + endpoint_.Shown() + ": ";
  text.append(doing);
  if (context_ != nullptr && context_->err != 0) {
    const bool timed_out = context_->err == REDIS_ERR_IO && errno == EAGAIN;
    text.append(": ").append(timed_out ? "it did not answer in time" : context_->errstr);
  }
  Close();
  return Status::Retry(text + "; is it running, and is `url` right?");
}

}  // namespace griot::redis_queue
