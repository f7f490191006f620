// How everything that the stages depend on is doing, and whether griot is ready.
//
// Thread-safe. Readiness is red when something that a required stage depends on is down.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace griot::host {

class Health {
 public:
  // The last word on (stage, component) stands. Logs changes of state, once each.
  void Report(std::string_view stage, std::string_view component, int32_t state,
              std::string_view text, bool required);
  // A stage is gone: so are its words.
  void Forget(std::string_view stage);
  void SetStarted(bool started);

  bool ready() const;
  // {"status":"ready|not ready","components":[{stage,component,state,text,since}]}
  std::string Json() const;

 private:
  struct Entry {
    int32_t state;
    std::string text;
    bool required;
    int64_t since;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;
  bool started_ = false;
};

}  // namespace griot::host
