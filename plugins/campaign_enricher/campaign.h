#pragma once

#include <array>
#include <string>
#include <string_view>

namespace griot::campaigns {

// What names a campaign, in the members that Segment's clients use; `clickId` is the click's own
// name at the advertiser, `clickType` the parameter that brought it.
enum Part : unsigned { kSource, kMedium, kName, kTerm, kContent, kId, kClickId, kClickType };
constexpr std::array<std::string_view, 8> kPartNames = {
    "source", "medium", "name", "term", "content", "id", "clickId", "clickType"};

// The campaign of one event, put together from several places: of each part the first that is told
// counts, but UTM parts are all of one place (a source of one campaign beside the name of another
// would be neither). One thread; its memory is reused.
class Campaign {
 public:
  void Clear();
  bool empty() const;
  bool named() const;  // source, medium or name is known
  std::string_view operator[](Part part) const { return parts_[part]; }

  // Keeps at most 256 bytes, without control characters.
  void Set(Part part, std::string_view text);

  // utm_* and click ids of a query, as it stands in an address. Whether UTM is wanted still.
  void ReadQuery(std::string_view query, bool utm);
  // A property or parameter such as utm_source or gclid, decoded. False: none of ours.
  bool ReadPair(std::string_view name, std::string_view text, bool utm);

  // Source and medium of a click that brought no UTM.
  void InferFromClick();

 private:
  std::array<std::string, kPartNames.size()> parts_;
  std::string decoded_;
};

// Parameters by which advertisers know a click.
struct ClickId {
  std::string_view parameter, source, medium;
};
constexpr ClickId kClickIds[] = {
    {"gclid", "google", "cpc"},
    {"gbraid", "google", "cpc"},
    {"wbraid", "google", "cpc"},
    {"dclid", "google", "display"},
    {"msclkid", "bing", "cpc"},
    {"ttclid", "tiktok", "paid_social"},
    {"twclid", "twitter", "paid_social"},
    {"li_fat_id", "linkedin", "paid_social"},
    {"ScCid", "snapchat", "paid_social"},
    {"epik", "pinterest", "paid_social"},
    {"rdt_cid", "reddit", "paid_social"},
    {"yclid", "yandex", "cpc"},
    {"ctwa_clid", "facebook", "paid_social"},
    // Facebook and Instagram add these to every outgoing link, paid or not.
    {"fbclid", "facebook", "social"},
    {"igshid", "instagram", "social"}};

}  // namespace griot::campaigns
