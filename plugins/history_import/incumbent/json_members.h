#pragma once

#include <span>
#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot::history_import {

// Appends to the object `text` those members of the object `from` that it does not have itself and
// that are not null. Both are valid JSON, and end where the object does. Pure.
void AddMembers(std::string* text, std::string_view from, std::span<const char* const> names);

// Writes those members of `from` that are there and say something: no null, no empty text, object
// or list. Escapes that no store takes are mended.
void PutMembers(json::Writer<std::string>& writer, json::Value from,
                std::span<const char* const> names);
// The same of one member, under another name.
void PutMember(json::Writer<std::string>& writer, std::string_view as, json::Value value);

}  // namespace griot::history_import
