#include "plugins/history_import/client/address.h"

namespace griot::history_import {

std::optional<HttpAddress> ParseAddress(std::string_view url) {
  auto address = ParseHttpAddress(url);
  if (address && address->path.empty()) address->path = "/v1/import";
  return address;
}

}  // namespace griot::history_import
