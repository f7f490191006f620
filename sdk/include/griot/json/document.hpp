#pragma once

#include <cstdint>
#include <string_view>

#include "griot/json/jsonb.hpp"
#include "griot/json/parser.hpp"
#include "griot/json/tape.hpp"
#include "griot/json/value.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {

// A JSON text (RFC 8259, strictly: no comment, trailing comma, NaN or byte order mark), read in one
// pass into a flat tape. Broken syntax, invalid UTF-8 and too great a depth break the whole text;
// what only jsonb refuses is marked on the value (Value::jsonb_ok) and breaks nothing.
//
// Keep one and parse many texts with it: the memory is reused, so a steady load allocates nothing.
// Not thread-safe while parsing. Does not own the text: that must stay, unchanged, for as long as
// the values are read. Does not move, because its values point to it.
class Document {
 public:
  Document() noexcept = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Takes the place of what was read before. After a failure root() is missing.
  Status Parse(std::string_view text, const Limits& limits = {}) noexcept {
    tape_.Start(text);
    const Status status = detail::Parser(tape_, limits).Run();
    if (!status.ok()) tape_.Start({});
    return status;
  }

  Value root() const noexcept { return tape_.size() == 0 ? Value() : Value(&tape_, 0); }

  // Forgets the text and gives back the memory that one large text took, beyond `keep_nodes`.
  void Trim(std::uint32_t keep_nodes = 4096) noexcept { tape_.Trim(keep_nodes); }

 private:
  detail::Tape tape_;
};

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
