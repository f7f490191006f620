// The data folder: who owns it, and what is in it.
//
//   DIR/lock            held by the griot that runs here
//   DIR/instance        a UUID, the same for the life of the folder
//   DIR/griot.sock      the control socket (0600)
//   DIR/env             variables for every command (0600)
//   DIR/settings.json   the last settings seen
//   DIR/run/            private copies of plugins (0700)
#pragma once

#include <map>
#include <optional>
#include <string>

#include "griot/cpp/status.hpp"

namespace griot::host {

// Not thread-safe. Holds the lock, if it took it, as long as it lives.
class DataDir {
 public:
  // `path` empty: $GRIOT_DATA, else ./.griot. Made (0700) when `create`.
  static Status Open(std::string path, bool create, DataDir* out);
  DataDir() = default;
  DataDir(const DataDir&) = delete;
  ~DataDir();

  // RETRY: another griot runs here. Empties run/ of what a dead one left.
  Status Lock();
  const std::string& path() const { return path_; }
  std::string socket() const { return path_ + "/griot.sock"; }
  std::string run_dir() const { return path_ + "/run"; }
  // Made on first use.
  Status InstanceId(std::string* out) const;
  // A variable of the process, else of DIR/env.
  std::optional<std::string> Env(std::string_view name) const;

 private:
  std::string path_;
  std::map<std::string, std::string, std::less<>> env_;
  int lock_ = -1;
};

}  // namespace griot::host
