#include "plugins/history_import/client/door_client.h"

#include <utility>

namespace griot::history_import {

DoorClient::DoorClient(const HttpAddress& address, std::string key)
    : path_(address.path), key_(std::move(key)), client_(address, "griot import") {}

HttpAnswer DoorClient::Post(std::string_view body) {
  return client_.Post(path_, {{"Content-Type", "application/x-ndjson"}, {"X-Write-Key", key_}},
                      body);
}

}  // namespace griot::history_import
