// One loaded plugin: a private copy of its file, mapped, with its descriptor.
#pragma once

#include <memory>
#include <string>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"

namespace boost::dll {
class shared_library;
}

namespace griot::host {

// Loaded and unloaded on the control thread only. Shared: stages keep it alive. Unmapped, and its
// copy removed, when the last one lets go (never under a sanitizer: reports would lose their
// symbols).
class Library {
 public:
  // Copies `file` into `run_dir` under a name never used before, checks the copy, maps it, and
  // reads its descriptor. The operator's own file is never mapped: overwriting it would kill us.
  static Status Load(const std::string& file, const std::string& run_dir,
                     std::shared_ptr<const Library>* out);
  ~Library();

  const griot_plugin& plugin() const { return *plugin_; }
  const std::string& file() const { return file_; }      // the operator's
  const std::string& sha256() const { return sha256_; }  // of the file, hex
  uint64_t generation() const { return generation_; }

 private:
  Library() = default;

  std::string file_, staged_, sha256_;
  uint64_t generation_ = 0;
  std::unique_ptr<boost::dll::shared_library> handle_;
  const griot_plugin* plugin_ = nullptr;
};

}  // namespace griot::host
