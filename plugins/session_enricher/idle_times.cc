#include "idle_times.h"

#include "griot/cpp/settings.hpp"
#include "griot/json.hpp"
#include "griot/time.hpp"

namespace griot::sessions {
namespace {

template <class Channels>
void ReadChannels(json::Value object, Channels* channels) {
  json::Scratch scratch;
  for (const auto [channel, seconds] : object.members()) {
    const auto name = channel.string(scratch);
    const auto count = seconds.int64();
    if (name && count && *count > 0 && *count <= 7 * 86400) {
      (*channels)[std::string(*name)] = *count * kSecond;
    }
  }
}

}  // namespace

void IdleTimes::SetDefaults(std::string_view options) {
  json::Document document;
  if (document.Parse(options).ok()) ReadChannels(document.root(), &defaults_);
}

void IdleTimes::Refresh() {
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
    if (name) ReadChannels(settings.Find("idle"), &projects_[std::string(*name)]);
  }
}

griot_time IdleTimes::Of(std::string_view project, std::string_view channel) const {
  const auto settings = projects_.find(project);
  if (settings != projects_.end()) {
    const auto found = settings->second.find(channel);
    if (found != settings->second.end()) return found->second;
  }
  const auto found = defaults_.find(channel);
  return found == defaults_.end() ? kDefault : found->second;
}

}  // namespace griot::sessions
