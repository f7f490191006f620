#include "plugins/whatsapp_crm/mapping/recall.h"

#include <algorithm>
#include <array>

#include "griot/session_key.hpp"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr char kBetween = '\x1F';
constexpr size_t kMostValue = 512;

// Which element it was, as 16 letters. Whoever can forge the equal of another element's could post
// that element itself.
std::array<char, 16> Mark(std::string_view element) {
  std::array<char, 16> out;
  uint64_t hash = Fnv1a(element);
  for (char& c : out) {
    c = "0123456789abcdef"[hash & 15];
    hash >>= 4;
  }
  return out;
}

bool IsPlain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

// value, mark, what was before; anything else is nothing.
Recall::Kept Recall::Read(std::string_view key) {
  if (!memory_->Get(key, &kept_)) return {};
  const std::string_view text = kept_;
  const size_t first = text.find(kBetween);
  const size_t second = first == text.npos ? first : text.find(kBetween, first + 1);
  if (second == text.npos) return {};
  return {text.substr(0, first), text.substr(first + 1, second - first - 1),
          text.substr(second + 1)};
}

std::string_view Recall::Before(std::string_view key, std::string_view element) {
  if (!on() || key.empty()) return {};
  const Kept kept = Read(key);
  if (kept.by.empty()) return {};
  const auto mark = Mark(element);
  return kept.by == std::string_view(mark.data(), mark.size()) ? kept.before : kept.value;
}

void Recall::Put(std::string_view key, std::string_view value, std::string_view element) {
  if (!on() || key.empty() || value.empty() || value.size() > kMostValue || !IsPlain(value)) return;
  const Kept kept = Read(key);
  // The same again changes nothing; not even who was first to say it.
  if (kept.value == value) return;
  const auto mark = Mark(element);
  const bool again = kept.by == std::string_view(mark.data(), mark.size());
  made_.assign(value).append(1, kBetween).append(mark.data(), mark.size()).append(1, kBetween);
  made_.append(again ? kept.before : kept.value);
  memory_->Put(key, made_);
}

}  // namespace griot::whatsapp_crm::mapping
