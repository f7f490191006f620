#pragma once

#include <string>
#include <string_view>

namespace griot::postgres {

// Whether a text column takes it: UTF-8 without a zero byte.
bool IsCleanText(std::string_view text);

// The text with everything that a text column refuses replaced by U+FFFD, cut to `most` bytes at
// the end of a character. For dead letters and the ledger, which may never fail.
std::string CleanText(std::string_view text, size_t most);

// JSON text as it is where that is clean, else as one JSON string that shows it.
void AppendJsonOrString(std::string& out, std::string_view json);

}  // namespace griot::postgres
