#include "plugins/whatsapp_crm/memory/redis_memory.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace griot::whatsapp_crm {
namespace {

using std::chrono::seconds;

constexpr timeval kTimeout{0, 250'000};  // of each step; a write waits for the disk
constexpr seconds kPause{1};
constexpr std::string_view kKeptFor = "2592000";  // 30 days

}  // namespace

bool RedisMemory::Get(std::string_view key, std::string* value) {
  const std::string_view name = NameOf(key);
  const Reply reply = Ask({"GET", name});
  if (reply != nullptr && reply->type == REDIS_REPLY_STRING) {
    value->assign(reply->str, reply->len);
    return true;
  }
  // Also where Redis has nothing: it may have been away when this was put.
  return local_.Get(name, value);
}

void RedisMemory::Put(std::string_view key, std::string_view value) {
  const std::string_view name = NameOf(key);
  local_.Put(name, value);
  Ask({"SET", name, value, "EX", kKeptFor});
}

std::optional<size_t> RedisMemory::Forget(const Mentions& who) {
  size_t gone = 0;
  const std::string pattern = prefix_ + "*";
  std::string cursor = "0";
  do {
    const std::string_view scan[] = {"SCAN", cursor, "MATCH", pattern, "COUNT", "500"};
    const Reply found = Send(scan);
    if (found == nullptr || found->type != REDIS_REPLY_ARRAY || found->elements != 2) {
      return std::nullopt;
    }
    const redisReply& names = *found->element[1];
    std::vector<std::string_view> get = {"MGET"}, del = {"DEL"};
    for (size_t i = 0; i < names.elements; ++i) {
      get.emplace_back(names.element[i]->str, names.element[i]->len);
    }
    const Reply values = get.size() > 1 ? Send(get) : nullptr;
    if (get.size() > 1 && (values == nullptr || values->elements != names.elements)) {
      return std::nullopt;
    }
    for (size_t i = 0; i < names.elements; ++i) {
      const redisReply& value = *values->element[i];
      const std::string_view text(value.str, value.type == REDIS_REPLY_STRING ? value.len : 0);
      if (who.In(get[i + 1].substr(prefix_.size())) || who.In(text)) del.push_back(get[i + 1]);
    }
    if (del.size() > 1 && Send(del) == nullptr) return std::nullopt;
    gone += del.size() - 1;
    cursor.assign(found->element[0]->str, found->element[0]->len);
  } while (cursor != "0");
  return gone;
}

std::string_view RedisMemory::NameOf(std::string_view key) {
  return name_.assign(prefix_).append(key);
}

RedisMemory::Reply RedisMemory::Ask(std::initializer_list<std::string_view> words) {
  const auto begin = Clock::now();
  if (begin < paused_until_) return nullptr;
  const bool was_open = redis_ != nullptr;
  Reply reply = Send(words);
  // A connection that was idle may have ended meanwhile, which tells nothing of Redis.
  if (reply == nullptr && was_open) reply = Send(words);
  if (reply != nullptr && reply->type == REDIS_REPLY_ERROR) {
    redis_.reset();
    reply.reset();
  }
  Report(reply != nullptr);
  if (reply == nullptr) paused_until_ = begin + kPause;
  Count(begin);
  return reply;
}

RedisMemory::Reply RedisMemory::Send(std::span<const std::string_view> words) {
  if (redis_ == nullptr && !Connect()) return nullptr;
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  Reply reply(static_cast<redisReply*>(
      redisCommandArgv(redis_.get(), static_cast<int>(words.size()), texts.data(), sizes.data())));
  if (reply == nullptr) redis_.reset();
  return reply;
}

bool RedisMemory::Connect() {
  redis_.reset(url_.host.empty() ? redisConnectUnixWithTimeout(url_.path.c_str(), kTimeout)
                                 : redisConnectWithTimeout(url_.host.c_str(), url_.port, kTimeout));
  const auto works = [this] { return redis_ != nullptr && redis_->err == 0; };
  const auto greet = [&](std::initializer_list<std::string_view> words) {
    const Reply reply = Send(words);
    return reply != nullptr && reply->type != REDIS_REPLY_ERROR;
  };
  bool good = works() && redisSetTimeout(redis_.get(), kTimeout) == REDIS_OK;
  if (good && !url_.password.empty()) {
    good = url_.user.empty() ? greet({"AUTH", url_.password})
                             : greet({"AUTH", url_.user, url_.password});
  }
  if (good && url_.db != 0) good = greet({"SELECT", std::to_string(url_.db)});
  if (!good) redis_.reset();
  return good;
}

void RedisMemory::Count(Clock::time_point begin) {
  if (begin - second_ >= seconds(1)) {
    second_ = begin;
    waited_ = {};
  }
  waited_ += Clock::now() - begin;
  if (waited_ >= kMostWait) paused_until_ = std::max(paused_until_, second_ + seconds(1));
}

void RedisMemory::Report(bool works) {
  if (works == works_) return;
  works_ = works;
  if (works) return context_.Health("memory", GRIOT_HEALTHY);
  context_.Health("memory", GRIOT_DEGRADED,
                  "the Redis of `memory` does not answer: joins know what this process heard only");
}

}  // namespace griot::whatsapp_crm
