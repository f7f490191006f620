#pragma once

#include <optional>
#include <string_view>

#include "griot/http_address.hpp"

namespace griot::history_import {

// Where griot's import door is: at /v1/import where the URL names no path. nullopt: it is no URL of
// a server.
std::optional<HttpAddress> ParseAddress(std::string_view url);

}  // namespace griot::history_import
