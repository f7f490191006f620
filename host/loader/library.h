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

// A plugin's file, copied to where only this process writes, under a name never used before. The
// operator's own file is never mapped: overwriting it would kill us. Plain data.
struct StagedFile {
  std::string file;  // the operator's
  std::string path;  // the copy
  std::string sha256;
  std::string stamp;  // of the operator's file: which inode, how large, changed when
  uint64_t generation = 0;
};

// Loaded and unloaded on the control thread only. Shared: stages keep it alive. Unmapped, and its
// copy removed, when the last one lets go. What cannot be unmapped stays, with its copy, and is
// counted (images.h); under a sanitizer all does, since reports would lose their symbols.
class Library {
 public:
  // Copies `file` into `run_dir`, and checks what the copy exports. [thread-safe]
  static Status Stage(const std::string& file, const std::string& run_dir, StagedFile* out);
  // Maps a staged file, and reads its descriptor. The file is this library's from then on.
  static Status Map(const StagedFile& staged, std::shared_ptr<const Library>* out);
  // Both.
  static Status Load(const std::string& file, const std::string& run_dir,
                     std::shared_ptr<const Library>* out);
  ~Library();

  const griot_plugin& plugin() const { return *plugin_; }
  const std::string& file() const { return staged_.file; }      // the operator's
  const std::string& path() const { return staged_.path; }      // what is mapped
  const std::string& sha256() const { return staged_.sha256; }  // of the file, hex
  uint64_t generation() const { return staged_.generation; }
  // Whether `file` is still, to the byte, what this was loaded from: neither written nor replaced.
  bool IsFrom(const std::string& file) const;

 private:
  Library() = default;

  void Unmap();

  StagedFile staged_;
  std::string id_;
  bool resident_ = false;
  std::unique_ptr<boost::dll::shared_library> handle_;
  const griot_plugin* plugin_ = nullptr;
};

}  // namespace griot::host
