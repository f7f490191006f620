// The answer to a request that is not understood, or fails.
#pragma once

#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot::host {

inline std::string Refuse(std::string_view why) {
  std::string out = R"({"error":)";
  json::AppendString(out, why);
  return out + "}";
}

}  // namespace griot::host
