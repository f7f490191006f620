#include "plugins/dashboard/sources/doors.h"

#include <hiredis/hiredis.h>

#include <cstdlib>
#include <memory>
#include <span>

#include "griot/cpp/status.hpp"
#include "plugins/dashboard/api/answer.h"

namespace griot::dashboard {
namespace {

constexpr timeval kTimeout{1, 0};
constexpr char kSeparator = '\x1f';

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, Free>;

Problem Down() { return {503, "queue_down", "the queue's Redis cannot be reached", {}, 5}; }

std::string TextOf(const redisReply& reply) {
  return reply.str == nullptr ? std::string() : std::string(reply.str, reply.len);
}

// One connection for one question.
class Redis {
 public:
  explicit Redis(const RedisUrl& url)
      : context_(url.host.empty() ? redisConnectUnixWithTimeout(url.path.c_str(), kTimeout)
                                  : redisConnectWithTimeout(url.host.c_str(), url.port, kTimeout)) {
    if (context_ == nullptr || context_->err != 0 ||
        redisSetTimeout(context_.get(), kTimeout) != REDIS_OK) {
      throw Down();
    }
    if (!url.password.empty() && url.user.empty()) Call({"AUTH", url.password});
    if (!url.password.empty() && !url.user.empty()) Call({"AUTH", url.user, url.password});
    if (url.db != 0) Call({"SELECT", std::to_string(url.db)});
  }

  void Send(std::initializer_list<std::string_view> words) {
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    for (const std::string_view word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), texts.data(),
                           sizes.data());
  }
  Reply Next() {
    void* raw = nullptr;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw Down();
    Reply reply(static_cast<redisReply*>(raw));
    if (reply == nullptr || reply->type == REDIS_REPLY_ERROR) throw Down();
    return reply;
  }
  Reply Call(std::initializer_list<std::string_view> words) {
    Send(words);
    return Next();
  }

 private:
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace

Doors::Doors(const Options& options, const Front& front) : front_(front) {
  std::string why;
  if (!options.redis.empty()) {
    redis_ = ParseRedisUrl(options.redis, &why);
    if (!redis_) throw OptionError("redis: " + why);
  }
  if (!options.doors.empty()) {
    door_ = ParseHttpAddress(options.doors);
    if (!door_) throw OptionError("doors: a URL, as http://127.0.0.1:8080");
  }
}

const RedisUrl& Doors::redis() const {
  if (redis_) return *redis_;
  throw Problem(503, "no_redis", "the dashboard does not know the queue: give it `redis`");
}

Queued Doors::Depth() const {
  const Reply reply = Redis(redis()).Call({"HMGET", "griot:depth", "n", "b"});
  if (reply->elements != 2) throw Down();
  // Nothing stands there until something was queued.
  const auto number = [&](size_t i) { return std::atoll(TextOf(*reply->element[i]).c_str()); };
  return {number(0), number(1)};
}

std::vector<Door> Doors::Read() const {
  const Reply reply = Redis(redis()).Call({"HGETALL", "griot:heard:doors"});
  std::vector<Door> doors;
  for (size_t i = 0; i + 1 < reply->elements; i += 2) {
    const std::string said = TextOf(*reply->element[i + 1]);
    const size_t space = said.find(' ');
    if (space == std::string::npos) continue;
    doors.push_back({TextOf(*reply->element[i]), said.substr(0, space), said.substr(space + 1)});
  }
  return doors;
}

std::vector<std::vector<std::string>> Doors::Requests(const std::vector<Door>& doors,
                                                      std::string_view project) const {
  std::vector<std::vector<std::string>> lists;
  if (doors.empty()) return lists;
  Redis redis(*redis_);
  for (const Door& door : doors) {
    std::string key = "griot:heard:" + door.stage + kSeparator;
    key += project;
    redis.Send({"LRANGE", key, "0", "-1"});
  }
  for (size_t i = 0; i < doors.size(); ++i) {
    const Reply reply = redis.Next();
    auto& list = lists.emplace_back();
    for (size_t k = 0; k < reply->elements; ++k) list.push_back(TextOf(*reply->element[k]));
  }
  return lists;
}

std::string Doors::UrlOf(const Sent& sent, std::string_view path) const {
  std::string url = front_.origin();
  if (url.empty() && !sent.host.empty()) {
    url = (front_.IsSecure(sent) ? "https://" : "http://") + std::string(sent.host);
  }
  return url.append(path);
}

const HttpAddress& Doors::door() const {
  if (door_) return *door_;
  throw Problem(503, "no_doors", "the dashboard does not know where to send it: give it `doors`");
}

}  // namespace griot::dashboard
