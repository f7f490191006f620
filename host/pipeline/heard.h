// What the doors of this process heard lately, until somebody takes it.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/abi/ext/heard.h"
#include "host/http/route.h"

namespace griot::host {

// Thread-safe. Of each door and project it keeps the last twenty requests, and of so many of these
// that strangers cannot fill the memory.
class Heard {
 public:
  // `shown`: the door's options without its secrets. `variables`, "${A}, ${B}": which of them are
  // set is told, never what they hold.
  void Open(const std::string& stage, std::string_view plugin, std::string_view shown,
            std::string_view variables, const std::vector<http::Route>& routes);
  void Close(const std::string& stage);

  void Note(const std::string& stage, const griot_heard_request& request);
  void Take(griot_heard_take take, void* user);
  void Doors(griot_heard_take take, void* user) const;

 private:
  struct Request {
    int64_t at;
    int32_t status;
    uint64_t accepted, refused;
    std::string key, reason;
  };
  static std::string JsonOf(const Request& request);

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::deque<Request>> requests_;
  std::map<std::string, std::string> doors_;
};

const griot_heard* HeardTable();

}  // namespace griot::host
