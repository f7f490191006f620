#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace griot::config {

/// The text in double quotes as a problem may show it: control characters escaped, long text cut.
std::string Quoted(std::string_view text);

/// As Quoted but without the quotes where none are needed; for the parts of a path.
std::string PathPart(std::string_view key);

/// Offset of the first byte that no pipeline file may hold: invalid UTF-8, or a control character
/// other than tab, line feed and carriage return.
std::optional<size_t> FindBadByte(std::string_view text);

size_t CountCharacters(std::string_view utf8);

/// [a-z][a-z0-9_-]{0,62}: what pipelines, stages and plugins may be called.
bool IsName(std::string_view text);

/// The candidate that was probably meant by `word`, or nothing. Candidates must outlive the answer.
std::optional<std::string_view> Closest(std::string_view word,
                                        const std::vector<std::string_view>& candidates);

/// A hint for `word`, which is none of `known`: what was probably meant, else what is known.
std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& known);

/// Appends `text` to `*list` after a comma if something stands there.
void AppendListed(std::string* list, std::string_view text);

}  // namespace griot::config
