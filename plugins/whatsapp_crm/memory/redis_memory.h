#pragma once

#include <hiredis/hiredis.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "griot/plugin.hpp"
#include "griot/redis_url.hpp"
#include "plugins/whatsapp_crm/mapping/memory.h"
#include "plugins/whatsapp_crm/mentions.h"

namespace griot::whatsapp_crm {

// What mappings remember, in a Redis that collectors share, so that it outlives each of them; for
// 30 days after it was last written. The thread of a request asks Redis itself, but at most for
// kMostWait in a second: while Redis is away or slow, what `local` knows has to do, which takes
// everything as well. One thread; `url` and `local`, which several may share, must outlive it.
class RedisMemory final : public mapping::Memory {
 public:
  static constexpr std::chrono::milliseconds kMostWait{500};

  // Connects when it is first asked.
  RedisMemory(const RedisUrl& url, std::string prefix, mapping::Memory& local, Context context)
      : url_(url), prefix_(std::move(prefix)), local_(local), context_(context) {}

  bool Get(std::string_view key, std::string* value) override;
  void Put(std::string_view key, std::string_view value) override;
  // Forgets in Redis all that speaks of somebody, however long it takes; how many, or nothing when
  // Redis does not answer.
  std::optional<size_t> Forget(const Mentions& who);

 private:
  using Clock = std::chrono::steady_clock;
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
  };
  using Reply = std::unique_ptr<redisReply, Free>;

  std::string_view NameOf(std::string_view key);
  // nullptr: it cannot be asked now, or refused.
  Reply Ask(std::initializer_list<std::string_view> words);
  Reply Send(std::span<const std::string_view> words);
  bool Connect();
  void Count(Clock::time_point begin);
  void Report(bool works);

  const RedisUrl& url_;
  const std::string prefix_;
  mapping::Memory& local_;
  const Context context_;

  std::unique_ptr<redisContext, Free> redis_;
  std::string name_;
  Clock::time_point paused_until_;
  Clock::time_point second_;  // when the one began in which it waited for `waited_`
  Clock::duration waited_{};
  bool works_ = true;
};

}  // namespace griot::whatsapp_crm
