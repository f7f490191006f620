// Stages that run another version of their plugin than the plugins folder has.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "host/loader/catalogue.h"

namespace griot::host {

// Thread-safe.
class Pins {
 public:
  void Set(const std::string& stage, std::shared_ptr<const Library> library) {
    std::lock_guard lock(mutex_);
    by_stage_[stage] = std::move(library);
  }
  void Erase(const std::string& stage) {
    std::lock_guard lock(mutex_);
    by_stage_.erase(stage);
  }

  // What the stage is to be made of.
  std::shared_ptr<const Library> Find(const std::string& stage, const std::string& plugin,
                                      const Catalogue& catalogue) const {
    std::lock_guard lock(mutex_);
    const auto it = by_stage_.find(stage);
    if (it != by_stage_.end() && it->second->plugin().id == plugin) return it->second;
    return catalogue.Find(plugin);
  }
  // Which file that is, by its hash; the plugin is one that is known.
  std::string VersionOf(const std::string& stage, const std::string& plugin,
                        const Catalogue& catalogue) const {
    std::lock_guard lock(mutex_);
    const auto it = by_stage_.find(stage);
    if (it != by_stage_.end() && it->second->plugin().id == plugin) return it->second->sha256();
    return catalogue.installed().at(plugin).sha256;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Library>> by_stage_;
};

}  // namespace griot::host
