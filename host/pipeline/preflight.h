// Tries a plugin's new version in a child process before the host maps it.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "griot/cpp/status.hpp"

namespace griot::host {

// Thread-safe.
class Preflight {
 public:
  struct Job {
    std::string path;     // a staged file
    std::string sha256;   // its
    std::string plugin;   // the id that it must have
    std::string stage;    // "pipeline/id"
    std::string options;  // JSON, as the stage has them
  };

  // `program` is griot itself, which is run as `program preflight`. Empty: nothing is tried.
  explicit Preflight(std::string program) : program_(std::move(program)) {}

  // Waits for the child, at most so long. What was found good is remembered by the file's hash and
  // the options.
  Status Check(const Job& job, std::chrono::milliseconds patience);

 private:
  const std::string program_;
  std::mutex mutex_;
  std::map<std::string, bool> good_;  // by hash, stage and options
};

}  // namespace griot::host
