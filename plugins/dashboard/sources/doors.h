#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/http_address.hpp"
#include "griot/redis_url.hpp"
#include "plugins/dashboard/auth/front.h"
#include "plugins/dashboard/options.h"

namespace griot::dashboard {

// A door of a collector, as it told Redis (docs/queue-format.md, griot:heard). Plain data.
struct Door {
  std::string stage;
  std::string seen_at;  // when a collector last said that it is open
  std::string json;
};

// What waits between collectors and processors. Plain data.
struct Queued {
  int64_t events = 0, bytes = 0;
};

// What collectors tell of their doors. Unchanging, so safe from any thread; each question has a
// connection of its own, for they are few.
class Doors {
 public:
  // Throws OptionError where an option is none.
  Doors(const Options& options, const Front& front);

  // Throw Problem 503 where Redis is not known, or does not answer within a second.
  std::vector<Door> Read() const;
  // The last requests at each door that belong to a project, or to none that is known (empty): the
  // oldest first, JSON each.
  std::vector<std::vector<std::string>> Requests(const std::vector<Door>& doors,
                                                 std::string_view project) const;

  Queued Depth() const;

  // As browsers and providers reach a path; `sent`: by which address the caller came.
  std::string UrlOf(const Sent& sent, std::string_view path) const;
  // Where test events go. Throws Problem 503 where that is not known.
  const HttpAddress& door() const;

 private:
  const RedisUrl& redis() const;

  const Front& front_;
  std::optional<RedisUrl> redis_;
  std::optional<HttpAddress> door_;
};

}  // namespace griot::dashboard
