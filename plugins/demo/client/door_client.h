#pragma once

#include <string>
#include <string_view>

#include "griot/http_client.hpp"

namespace griot::demo {

// griot's doors: where they are, and what they ask of who comes. Plain data.
struct Doors {
  HttpAddress address;
  std::string key, secret;  // of POST /v1/capture; of the webhooks
  std::string number_id;    // Meta's, of the business's number
};

// A connection to both doors. Each call ends within a minute. One thread.
class DoorClient {
 public:
  // It must outlive it.
  explicit DoorClient(const Doors& doors);

  HttpAnswer Capture(std::string_view body);
  // Signed as Meta signs it.
  HttpAnswer Webhook(std::string_view body);

 private:
  const Doors& doors_;
  HttpClient client_;
};

}  // namespace griot::demo
