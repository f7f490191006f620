#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::segment_api {

// The user of `Authorization: Basic` credentials, which is where Segment's clients put their write
// key; what they put for a password counts for nothing. An empty text: the header has another
// scheme, or is not there. nullopt: the credentials cannot be read. Pure.
std::optional<std::string> BasicUser(std::string_view authorization);

}  // namespace griot::segment_api
