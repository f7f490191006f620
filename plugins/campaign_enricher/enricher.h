#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "plugins/campaign_enricher/campaign.h"

namespace griot::campaigns {

extern const char* const kOptionsSchema;

// Writes context.campaign and context.referrer.class where the client has not said them itself. No
// state between events. One instance a lane; lane thread.
class CampaignEnricher final : public Transform {
 public:
  explicit CampaignEnricher(const StageConfig& config);
  void Process(Batch& batch) override;

 private:
  // What is looked for, by name and place; raw JSON, until the event is changed.
  struct Members {
    std::optional<std::string_view> campaign, utm, page, context_referrer;  // of the context
    std::optional<std::string_view> search, url, page_referrer;             // of its page
    std::optional<std::string_view> property_search, property_url, property_referrer, referral;
    std::string_view properties;
  };
  static Members Find(const Event& event);

  void ReadCampaign(const Members& members);
  void ReadUtmObject(std::string_view object);
  void ReadProperties(std::string_view properties, bool utm);
  void ReadAddress(std::optional<std::string_view> json);
  void ReadReferral(std::string_view referral);
  void WriteCampaign(Event& event, bool object, bool says_click);
  // Empty: there is no page, so nothing to say.
  std::string_view ClassOf(const Members& members);
  // `said`: context.referrer as the client gave it.
  void WriteClass(Event& event, std::optional<std::string_view> said, std::string_view kind);
  // The text of a JSON string or number; empty for anything else. Until the next event.
  std::string_view Text(std::optional<std::string_view> json);

  std::vector<std::string> own_hosts_;
  Campaign campaign_;
  bool client_named_ = false;  // the event had a campaign of its own
  std::string page_host_, referrer_host_, json_;
  json::Scratch scratch_;
};

}  // namespace griot::campaigns
