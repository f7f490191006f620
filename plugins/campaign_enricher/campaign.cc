#include "plugins/campaign_enricher/campaign.h"

#include <algorithm>
#include <optional>

#include "plugins/campaign_enricher/web_address.h"

namespace griot::campaigns {
namespace {

bool SameName(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<Part> UtmPart(std::string_view name) {
  if (name.size() < 6 || !SameName(name.substr(0, 4), "utm_")) return std::nullopt;
  name.remove_prefix(4);
  if (SameName(name, "campaign")) return kName;
  for (const Part part : {kSource, kMedium, kTerm, kContent, kId})
    if (SameName(name, kPartNames[part])) return part;
  return std::nullopt;
}

const ClickId* ClickOf(std::string_view name) {
  for (const ClickId& click : kClickIds)
    if (SameName(name, click.parameter)) return &click;
  return nullptr;
}

}  // namespace

void Campaign::Clear() {
  for (std::string& part : parts_) part.clear();
}

bool Campaign::empty() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const auto& part) { return part.empty(); });
}

bool Campaign::named() const {
  return !parts_[kSource].empty() || !parts_[kMedium].empty() || !parts_[kName].empty();
}

void Campaign::Set(Part part, std::string_view text) {
  constexpr size_t kMost = 256;
  if (text.size() > kMost) {
    size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string& to = parts_[part];
  to.clear();
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) to.push_back(c);
  to.erase(0, std::min(to.find_first_not_of(' '), to.size()));
  to.erase(to.find_last_not_of(' ') + 1);
}

bool Campaign::ReadPair(std::string_view name, std::string_view text, bool utm) {
  if (text.empty()) return false;
  if (const auto part = UtmPart(name)) {
    if (utm && parts_[*part].empty()) Set(*part, text);
    return true;
  }
  const ClickId* const click = ClickOf(name);
  if (click == nullptr) return false;
  if (parts_[kClickId].empty()) {
    Set(kClickId, text);
    Set(kClickType, click->parameter);
  }
  return true;
}

void Campaign::ReadQuery(std::string_view query, bool utm) {
  for (QueryReader reader(query); reader.Next();) {
    if (reader.value().empty()) continue;
    if (!UtmPart(reader.name()) && ClickOf(reader.name()) == nullptr) continue;
    decoded_.clear();
    AppendDecoded(reader.value(), &decoded_);
    ReadPair(reader.name(), decoded_, utm);
  }
}

void Campaign::InferFromClick() {
  if (parts_[kClickId].empty()) {
    parts_[kClickType].clear();  // of an id that was nothing but spaces
    return;
  }
  if (named()) return;
  if (const ClickId* const click = ClickOf(parts_[kClickType])) {
    Set(kSource, click->source);
    Set(kMedium, click->medium);
  }
}

}  // namespace griot::campaigns
