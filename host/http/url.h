#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::http {

// Pure functions over the request target. Thread-safe; views returned point into the argument.

struct Target {
  std::string_view path;   // raw, begins with '/' (or is "*")
  std::string_view query;  // raw, without the '?'
};

// Takes origin-form, absolute-form and "*" apart. Nothing for what is no target.
std::optional<Target> SplitTarget(std::string_view target);

// Percent-decoding; `plus_is_space` for queries. Nothing for a broken escape or a NUL.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

// The first value of `name` in a raw query, decoded. A broken escape counts as absent.
std::optional<std::string> FindQueryParam(std::string_view query, std::string_view name);

// Whether a decoded path has a "." or ".." segment: never honoured, as nobody needs one and a
// handler of files might trust it.
bool HasDotSegment(std::string_view path);

}  // namespace griot::http
