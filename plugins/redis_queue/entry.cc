#include "entry.h"

#include "keys.h"

namespace griot::redis_queue {
namespace {

bool ReadNumber(ReplyView value, uint64_t* to) {
  const std::string_view text = value.text();
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, *to);
  return error == std::errc() && rest == end && !text.empty();
}

}  // namespace

Entry ReadEntry(const std::shared_ptr<const Reply>& reply, ReplyView raw, uint32_t partition,
                uint64_t fence) {
  Entry entry;
  entry.reply = reply;
  entry.fence = fence;
  entry.key.partition = partition;
  entry.key.id = EntryId::Parse(raw[0].text());
  entry.fields = raw[1];
  bool has_version = false, has_count = false, has_block = false;
  for (size_t i = 0; i + 1 < entry.fields.size(); i += 2) {
    const std::string_view name = entry.fields[i].text();
    const ReplyView value = entry.fields[i + 1];
    if (name == "v") has_version = ReadNumber(value, &entry.version);
    if (name == "n") has_count = ReadNumber(value, &entry.key.events);
    if (name == "b") {
      has_block = true;
      entry.block = value.text();
      entry.key.bytes = entry.block.size();
    }
  }
  if (!has_version || entry.version < kOldestVersion) {
    entry.damage = "the entry has no version that was ever written";
  } else if (entry.version <= kFormatVersion && !(has_count && has_block)) {
    entry.damage = "the entry has no block, or no count";
  }
  return entry;
}

std::string RawOf(const Entry& entry) {
  if (!entry.block.empty()) return std::string(entry.block);
  std::string raw;
  for (size_t i = 0; i + 1 < entry.fields.size(); i += 2) {
    raw.append(entry.fields[i].text()).append("=");
    raw.append(entry.fields[i + 1].text()).append("\n");
  }
  return raw;
}

}  // namespace griot::redis_queue
