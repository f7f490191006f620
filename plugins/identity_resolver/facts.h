#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/identity_resolver/shown.h"

namespace griot::identity {

inline constexpr std::string_view kFact = "identity";

// Writes the fact's body, as griot_apply_identity reads it (sql/0004_apply.sql).
void WriteFact(std::string& body, const Shown& shown, int64_t place);

}  // namespace griot::identity
