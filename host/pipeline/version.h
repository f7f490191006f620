#pragma once

namespace griot::host {

inline constexpr const char* kVersion = GRIOT_VERSION;

}  // namespace griot::host
