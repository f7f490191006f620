#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/cpp/http.hpp"
#include "plugins/dashboard/api/gate.h"

namespace griot::dashboard {

class Db;
class Directory;
class Doors;
class Feed;
class People;

// The headers that a call keeps of its request.
inline constexpr std::array<std::string_view, 13> kKeptHeaders = {"Accept",
                                                                  "Authorization",
                                                                  "Content-Type",
                                                                  "Cookie",
                                                                  "Host",
                                                                  "If-None-Match",
                                                                  "Origin",
                                                                  "User-Agent",
                                                                  "X-Csrf-Token",
                                                                  "Sec-Fetch-Site",
                                                                  "X-Forwarded-Proto",
                                                                  "Last-Event-ID",
                                                                  "X-Api-Key"};

using QueryPairs = std::vector<std::pair<std::string, std::string>>;
// All pairs of a target's query, decoded; nullopt where it is no query: broken escapes, NUL, bytes
// that are no UTF-8.
std::optional<QueryPairs> ReadQuery(std::string_view target);

// One request on a worker's thread, with what it may use there. Owns what came with the request;
// the rest outlives it.
struct Call {
  int method = GRIOT_GET;
  std::string path;
  std::map<std::string, std::string, std::less<>> params;  // ":id" of the pattern
  QueryPairs query;
  std::map<std::string, std::string, std::less<>> headers;
  std::string body;
  std::string client_ip;
  Caller caller;

  Reply reply;           // for routes that stream; others return their Answer
  Db* reader = nullptr;  // as griot_reader, read only
  Db* app = nullptr;     // as griot_app
  const Directory* directory = nullptr;
  People* people = nullptr;
  Feed* feed = nullptr;
  const Doors* doors = nullptr;

  std::string_view Header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
  const std::string& project() const { return caller.project; }
};

}  // namespace griot::dashboard
