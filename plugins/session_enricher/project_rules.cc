#include "project_rules.h"

#include "griot/cpp/settings.hpp"
#include "griot/json.hpp"
#include "griot/time.hpp"

namespace griot::sessions {

void ProjectRules::Refresh() {
  const uint64_t version = SettingsVersion();
  if (version == version_) return;
  version_ = version;
  const SettingsSnapshot snapshot;
  json::Document document;
  if (!document.Parse(snapshot.json()).ok()) return;
  projects_.clear();
  json::Scratch scratch;
  for (const auto [project, settings] : document.root().Find("projects").members()) {
    const auto name = project.string(scratch);
    if (!name) continue;
    Rules& rules = projects_[std::string(*name)];
    rules.every_event = settings.Find("session").Find("opens_on").StringIs("every_event");
    for (const auto [channel, seconds] : settings.Find("idle").members()) {
      const auto key = channel.string(scratch);
      const auto count = seconds.int64();
      if (key && count && *count > 0 && *count <= 7 * 86400) {
        rules.idle[std::string(*key)] = *count * kSecond;
      }
    }
  }
}

griot_time ProjectRules::Idle(std::string_view project, std::string_view channel) const {
  const auto rules = projects_.find(project);
  if (rules == projects_.end()) return kDefaultIdle;
  const auto found = rules->second.idle.find(channel);
  return found == rules->second.idle.end() ? kDefaultIdle : found->second;
}

bool ProjectRules::EveryEvent(std::string_view project) const {
  const auto rules = projects_.find(project);
  return rules != projects_.end() && rules->second.every_event;
}

}  // namespace griot::sessions
