#include "settings_sync.h"

#include "griot/cpp/settings.hpp"
#include "keys.h"

namespace griot::redis_queue {

Status SettingsSync::Step(Link& link) {
  constexpr std::chrono::milliseconds kInterval{500};
  if (Clock::now() < next_) return Status::Ok();
  next_ = Clock::now() + kInterval;
  return Now(link);
}

Status SettingsSync::Now(Link& link) {
  Reply reply;
  Status status = link.redis().Call({"HGET", kConfigKey, "version"}, &reply);
  if (!status.ok()) {
    link.Failed(status);
    return status;
  }
  const auto there = static_cast<uint64_t>(reply.view().integer());
  const uint64_t here = SettingsVersion();
  if (there > here) return FromRedis(link);
  return here > there ? ToRedis(link) : status;
}

Status SettingsSync::FromRedis(Link& link) {
  Reply reply;
  Status status = link.redis().Call({"HMGET", kConfigKey, "version", "json"}, &reply);
  if (!status.ok()) {
    link.Failed(status);
    return status;
  }
  const auto version = static_cast<uint64_t>(reply.view()[0].integer());
  if (!PublishSettings(context_, version, reply.view()[1].text())) {
    context_.Warn("the settings in Redis (griot:config) are no JSON object: ignored");
  }
  return status;
}

Status SettingsSync::ToRedis(Link& link) {
  const SettingsSnapshot settings;
  Reply reply;
  return link.Call(Script::kSetSettings,
                   {std::to_string(settings.version()), std::string(settings.json())}, &reply);
}

}  // namespace griot::redis_queue
