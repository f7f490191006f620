#pragma once

#include <string>

namespace griot::history_import {

// Replaces the escapes that no jsonb column takes (\u0000, and halves of surrogate pairs) by that
// of U+FFFD. `json` is any text; only a valid JSON text is sure to stay one. True: there were some.
bool MendEscapes(std::string* json);

}  // namespace griot::history_import
