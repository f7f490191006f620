#include "heard.h"

#include <map>

#include "griot/cpp/heard.hpp"
#include "griot/time.hpp"
#include "keys.h"

namespace griot::redis_queue {
namespace {

constexpr std::chrono::milliseconds kBetween{500};
constexpr std::chrono::seconds kBetweenDoors{5};
constexpr std::string_view kMostRequests = "-20";      // of a door and project
constexpr std::string_view kRequestsLive = "2592000";  // seconds: 30 days

}  // namespace

void HeardSync::Step(Link& link) {
  if (Clock::now() < next_) return;
  next_ = Clock::now() + kBetween;
  size_t commands = AppendRequests(link);
  if (Clock::now() >= next_doors_) {
    next_doors_ = Clock::now() + kBetweenDoors;
    commands += AppendDoors(link);
  }
  Reply reply;
  for (size_t i = 0; i < commands; ++i) {
    if (Status status = link.redis().Read(&reply); !status.ok()) return link.Failed(status);
  }
}

size_t HeardSync::AppendRequests(Link& link) {
  std::map<std::string, std::vector<std::string>> lists;
  TakeHeard<true>([&](std::string_view stage, std::string_view project, std::string_view json) {
    std::string key(kHeardKey);
    key.append(stage) += kLedgerSeparator;
    lists[key.append(project)].emplace_back(json);
  });
  for (const auto& [key, requests] : lists) {
    std::vector<std::string_view> words = {"RPUSH", key};
    words.insert(words.end(), requests.begin(), requests.end());
    link.redis().Append(words);
    link.redis().Append({"LTRIM", key, kMostRequests, "-1"});
    link.redis().Append({"EXPIRE", key, kRequestsLive});
  }
  return lists.size() * 3;
}

size_t HeardSync::AppendDoors(Link& link) {
  size_t doors = 0;
  TakeHeard<false>([&](std::string_view stage, std::string_view, std::string_view json) {
    // With the time, by which a door that no process has any more is known.
    const std::string said = IsoString(Now()) + " " + std::string(json);
    link.redis().Append({"HSET", kDoorsKey, stage, said});
    ++doors;
  });
  return doors;
}

}  // namespace griot::redis_queue
