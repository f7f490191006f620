// Reads the pipeline files again, and has griot go over to what they say now.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "host/control/data_dir.h"
#include "host/pipeline/runtime.h"

namespace griot::host {

// For the control thread, but for Claim and under_way.
class Reloader {
 public:
  // `files` and `plugin_dirs` as griot was started with; all outlives this.
  Reloader(Runtime& runtime, const DataDir& data, std::vector<std::string> files,
           std::vector<std::string> plugin_dirs)
      : runtime_(runtime),
        data_(data),
        files_(std::move(files)),
        plugin_dirs_(std::move(plugin_dirs)) {}

  // Whoever asks for one from elsewhere claims it first: false while another has not ended, which
  // may take a while. [thread-safe]
  bool Claim() { return !claimed_.exchange(true); }
  bool under_way() const { return claimed_.load(); }
  // Logs what became of it, and answers it. Gives the claim back.
  ReloadReport Run();

 private:
  ReloadReport Apply();

  Runtime& runtime_;
  const DataDir& data_;
  const std::vector<std::string> files_, plugin_dirs_;
  std::atomic<bool> claimed_{false};
};

}  // namespace griot::host
