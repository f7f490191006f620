#include "client/door_client.h"

#include "griot/door/sha256.hpp"

namespace griot::demo {

DoorClient::DoorClient(const Doors& doors) : doors_(doors), client_(doors.address, "griot demo") {}

HttpAnswer DoorClient::Capture(std::string_view body) {
  return client_.Post(doors_.address.path + "/v1/capture",
                      {{"Content-Type", "application/json"}, {"X-Write-Key", doors_.key}}, body);
}

HttpAnswer DoorClient::Webhook(std::string_view body) {
  const std::string signature = "sha256=" + HexOf(HmacSha256(doors_.secret, body));
  return client_.Post(doors_.address.path + "/webhooks/whatsapp",
                      {{"Content-Type", "application/json"}, {"X-Hub-Signature-256", signature}},
                      body);
}

}  // namespace griot::demo
