// Reads the pipeline files again, and has griot go over to what they say now.
#pragma once

#include <string>
#include <vector>

#include "host/control/data_dir.h"
#include "host/pipeline/runtime.h"

namespace griot::host {

// For the control thread.
class Reloader {
 public:
  // `files` and `plugin_dirs` as griot was started with; all outlives this.
  Reloader(Runtime& runtime, const DataDir& data, std::vector<std::string> files,
           std::vector<std::string> plugin_dirs)
      : runtime_(runtime),
        data_(data),
        files_(std::move(files)),
        plugin_dirs_(std::move(plugin_dirs)) {}

  // Logs what became of it, and answers it.
  ReloadReport Run();

 private:
  ReloadReport Apply();

  Runtime& runtime_;
  const DataDir& data_;
  const std::vector<std::string> files_, plugin_dirs_;
};

}  // namespace griot::host
