// An entry of the queue, as a reader holds it.
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reply.h"

namespace griot::redis_queue {

// A stream entry's id, ordered as Redis orders it.
struct EntryId {
  uint64_t ms = 0;
  uint64_t seq = 0;

  auto operator<=>(const EntryId&) const = default;
  std::string Text() const { return std::to_string(ms) + "-" + std::to_string(seq); }

  static EntryId Parse(std::string_view text) {
    EntryId id;
    const char* const end = text.data() + text.size();
    const char* const dash = std::from_chars(text.data(), end, id.ms).ptr;
    if (dash != end) std::from_chars(dash + 1, end, id.seq);
    return id;
  }
};

// What an acknowledgement names.
struct EntryKey {
  uint32_t partition = 0;
  EntryId id;
  uint64_t events = 0;  // as the sink added them to the depth
  uint64_t bytes = 0;
};

struct Entry {
  EntryKey key;
  uint64_t fence = 0;
  uint64_t version = 0;
  uint32_t deaths = 0;                 // of owners that had it
  std::string_view block;              // a view into `reply`
  std::string damage;                  // not empty: no block, and why
  ReplyView fields;                    // all of it, for the dead letter of what is damaged
  std::shared_ptr<const Reply> reply;  // what the views look into
};

// Reads one [id, [field, value …]] of a reply. Total: what is no entry of ours has `damage`.
Entry ReadEntry(const std::shared_ptr<const Reply>& reply, ReplyView raw, uint32_t partition,
                uint64_t fence);

// All fields of an entry as bytes, for the person who reads the dead letter.
std::string RawOf(const Entry& entry);

}  // namespace griot::redis_queue
