#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "griot/door/body.hpp"
#include "griot/plugin.hpp"

namespace griot::history_import {

// A request's body without its Content-Encoding: what the host undoes (gzip, deflate), and zstd,
// into `unpacked`. At most `max` bytes; else the answer that says why not. The view lives as long
// as both. Thread-safe.
std::optional<Denial> ReadLines(const Request& request, uint64_t max, std::string* unpacked,
                                std::string_view* body);

}  // namespace griot::history_import
