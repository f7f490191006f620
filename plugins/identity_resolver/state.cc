// What the resolver hands over to another version of itself.
#include <charconv>

#include "plugins/identity_resolver/resolver.h"

namespace griot::identity {
namespace {

using Clock = std::chrono::steady_clock;

// What a record's key begins with: those who are known, and those who are not to be.
constexpr char kKnown = 'k', kUnkept = 'u';

bool ReadNumber(std::string_view* text, int64_t* number) {
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), *number);
  if (failed != std::errc()) return false;
  text->remove_prefix(static_cast<size_t>(end - text->data()));
  return true;
}

}  // namespace

Status IdentityResolver::Save(StateWriter& writer) const {
  bool taken = true;
  std::string key, value;
  known_.Each([&](const std::string& sources, const Position& first, uint64_t hash) {
    key.assign(1, kKnown).append(sources);
    value = std::to_string(first.place) + " " + UuidString(first.event);
    taken = taken && writer.Put(hash, key, value);
  });
  for (const Unkept& unkept : unkept_) {
    key.assign(1, kUnkept).append(unkept.value);
    value = std::to_string(unkept.until.time_since_epoch().count());
    taken = taken && writer.Put(0, key, value);
  }
  return taken ? Status::Ok() : Status::Retry("the host takes no more records");
}

Status IdentityResolver::Load(uint32_t, const griot_state_record& record) {
  std::string_view key = View(record.key), value = View(record.value);
  int64_t number = 0;
  const char kind = key.empty() ? ' ' : key[0];
  if (!ReadNumber(&value, &number)) return Status::Invalid("a record without its number");
  key.remove_prefix(1);
  if (kind == kUnkept) {
    // They live in one process only, so its clock is theirs.
    unkept_.push_back({Clock::time_point(Clock::duration(number)), std::string(key)});
    return Status::Ok();
  }
  const auto event = ParseUuid(value.substr(value.empty() ? 0 : 1));
  if (kind != kKnown || !event) return Status::Invalid("a record of an unknown kind");
  known_.Add(key, {number, *event}, record.hash);
  return Status::Ok();
}

}  // namespace griot::identity
