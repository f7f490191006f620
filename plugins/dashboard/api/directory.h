#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "griot/cpp/host.hpp"
#include "griot/door/key_ring.hpp"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// What reports must know of a project. Plain data.
struct Project {
  std::string id;
  std::string zone = "UTC";
  int week_start = 1;            // 1: Monday
  double response_target = 300;  // seconds
};

// One version of the settings. Unchanging, so safe from any thread.
struct Settings {
  uint64_t version = 0;
  std::map<std::string, Project, std::less<>> projects;
  std::shared_ptr<const KeyRing> keys;  // those for reading
  std::string json;                     // all of it (docs/settings.md)
};

// The projects' settings as the store has them, at most half a second old while it can be reached:
// read here, so that a griot without a pipeline answers too. Get: any thread. Start, Stop: one.
class Directory {
 public:
  Directory(const Context& context, const Options& options)
      : context_(context), options_(options) {}
  ~Directory() { Stop(); }

  void Start();
  void Stop();
  // Null while the store was never reached.
  std::shared_ptr<const Settings> Get() const;

  static std::shared_ptr<const Settings> Parse(uint64_t version, std::string json,
                                               const Settings* before);

 private:
  void Run();

  const Context context_;
  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = true;
  std::shared_ptr<const Settings> settings_;
  std::thread thread_;
};

}  // namespace griot::dashboard
