#pragma once

#include <string>
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
  void ReadCampaign(const Event& event);
  void ReadUtmObject(std::string_view object);
  void ReadProperties(const Event& event, bool utm);
  void ReadAddress(std::optional<std::string_view> json);
  void ReadReferral(std::string_view referral);
  void WriteCampaign(Event& event);
  // Empty: there is no page, so nothing to say.
  std::string_view ClassOf(const Event& event);
  void WriteClass(Event& event, std::string_view kind);
  // The text of a JSON string or number; empty for anything else. Until the next event.
  std::string_view Text(std::optional<std::string_view> json);

  std::vector<std::string> own_hosts_;
  Campaign campaign_;
  bool client_named_ = false;  // the event had a campaign of its own
  std::string page_host_, referrer_host_, json_;
  json::Scratch scratch_;
};

}  // namespace griot::campaigns
