#include "plugins/campaign_enricher/enricher.h"

#include <algorithm>
#include <iterator>

#include "griot/options.hpp"
#include "plugins/campaign_enricher/referrer.h"
#include "plugins/campaign_enricher/web_address.h"

namespace griot::campaigns {

const char* const kOptionsSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "own_hosts": {
      "type": "array", "maxItems": 256, "default": [],
      "items": {"type": "string", "pattern": "^[a-z0-9-]+(\\.[a-z0-9-]+)+$"},
      "description": "Hosts of yours beside the page's own, in lower case: who comes from there, or from under there, is internal"
    }
  }
})json";

CampaignEnricher::CampaignEnricher(const StageConfig& config) {
  const OptionReader read(config.options);
  read.Texts("own_hosts", &own_hosts_);
}

void CampaignEnricher::Process(Batch& batch) {
  for (Event event : batch) {
    scratch_.Reset();
    campaign_.Clear();
    // What is read points into texts that end as soon as something is written.
    const Members members = Find(event);
    ReadCampaign(members);
    const std::string_view kind = ClassOf(members);
    const bool object = members.campaign && members.campaign->starts_with('{');
    const bool says_click = object && json::Get(*members.campaign, "clickId").has_value();
    WriteClass(event, members.context_referrer, kind);
    WriteCampaign(event, object, says_click);
  }
}

CampaignEnricher::Members CampaignEnricher::Find(const Event& event) {
  Members found;
  if (const auto context = event.ContextMember("")) {
    constexpr std::string_view kNames[] = {"campaign", "utm", "page", "referrer"};
    std::optional<std::string_view> values[std::size(kNames)];
    json::GetMembers(*context, kNames, values);
    found.campaign = values[0];
    found.utm = values[1];
    found.page = values[2];
    found.context_referrer = values[3];
  }
  if (found.page) {
    constexpr std::string_view kNames[] = {"search", "url", "referrer"};
    std::optional<std::string_view> values[std::size(kNames)];
    json::GetMembers(*found.page, kNames, values);
    found.search = values[0];
    found.url = values[1];
    found.page_referrer = values[2];
  }
  if (const auto properties = event.Property("")) {
    found.properties = *properties;
    constexpr std::string_view kNames[] = {"search", "url", "referrer", "referral"};
    std::optional<std::string_view> values[std::size(kNames)];
    json::GetMembers(*properties, kNames, values);
    found.property_search = values[0];
    found.property_url = values[1];
    found.property_referrer = values[2];
    found.referral = values[3];
  }
  return found;
}

std::string_view CampaignEnricher::Text(std::optional<std::string_view> json) {
  if (!json || json->empty()) return {};
  if (json->front() == '"') return json::GetString(*json, "", scratch_).value_or("");
  const bool number = json->front() == '-' || (json->front() >= '0' && json->front() <= '9');
  return number ? *json : std::string_view();
}

void CampaignEnricher::ReadCampaign(const Members& members) {
  if (members.campaign) {
    for (unsigned part = 0; part < kPartNames.size(); ++part)
      campaign_.Set(static_cast<Part>(part), Text(json::Get(*members.campaign, kPartNames[part])));
  }
  client_named_ = campaign_.named();
  if (!client_named_ && members.utm) ReadUtmObject(*members.utm);
  ReadProperties(members.properties, !campaign_.named());
  ReadAddress(members.search);
  ReadAddress(members.url);
  ReadAddress(members.property_search);
  ReadAddress(members.property_url);
  if (members.referral) ReadReferral(*members.referral);
  campaign_.InferFromClick();
}

void CampaignEnricher::ReadUtmObject(std::string_view object) {
  for (const Part part : {kSource, kMedium, kTerm, kContent, kId})
    campaign_.Set(part, Text(json::Get(object, kPartNames[part])));
  campaign_.Set(kName, Text(json::Get(object, "campaign")));
}

// Most events have none of these, which one look at the text tells.
void CampaignEnricher::ReadProperties(std::string_view text, bool utm) {
  if (text.find("utm_") != std::string_view::npos) {
    for (const char* name :
         {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"})
      campaign_.ReadPair(name, Text(json::Get(text, name)), utm);
  }
  for (const ClickId& click : kClickIds) {
    if (text.find(click.parameter) == std::string_view::npos) continue;
    campaign_.ReadPair(click.parameter, Text(json::Get(text, click.parameter)), utm);
  }
}

void CampaignEnricher::ReadAddress(std::optional<std::string_view> json) {
  // Without a question mark there is no query, and nothing to decode.
  if (!json || json->find('=') == std::string_view::npos) return;
  const std::string_view address = Text(json);
  // `search` comes with its question mark, but not from everyone.
  const bool bare = address.find_first_of("?/#") == std::string_view::npos;
  const std::string_view query = bare ? address : QueryOf(address);
  campaign_.ReadQuery(query, !campaign_.named());
}

// The advertisement or post that a WhatsApp chat was opened from, as webhooks tell of it.
void CampaignEnricher::ReadReferral(std::string_view referral) {
  const std::string_view type = Text(json::Get(referral, "sourceType"));
  const std::string_view click = Text(json::Get(referral, "ctwaClid"));
  const std::string_view id = Text(json::Get(referral, "sourceId"));
  if (type.empty() && click.empty() && id.empty()) return;
  if (campaign_[kClickId].empty() && !click.empty()) {
    campaign_.Set(kClickId, click);
    campaign_.Set(kClickType, "ctwa_clid");
  }
  if (campaign_.named()) return;
  HostOf(Text(json::Get(referral, "sourceUrl")), &referrer_host_);
  const bool instagram =
      referrer_host_ == "instagram.com" || referrer_host_.ends_with(".instagram.com");
  campaign_.Set(kSource, instagram ? "instagram" : "facebook");
  campaign_.Set(kMedium, type == "post" ? "social" : "paid_social");
  if (campaign_[kId].empty()) campaign_.Set(kId, id);
  if (campaign_[kContent].empty()) campaign_.Set(kContent, Text(json::Get(referral, "headline")));
}

void CampaignEnricher::WriteCampaign(Event& event, bool object, bool says_click) {
  if (campaign_.empty()) return;
  json_.clear();
  if (!object) {
    json::Writer<std::string> w(json_);
    w.BeginObject();
    for (unsigned part = 0; part < kPartNames.size(); ++part) {
      const std::string_view text = campaign_[static_cast<Part>(part)];
      if (!text.empty()) w.Key(kPartNames[part]).String(text);
    }
    w.EndObject();
    event.SetContext("/campaign", json_);
    return;
  }
  // Beside what the client said only what it left out, and which needs no campaign to belong to.
  const auto add = [&](Part part, const char* path) {
    const std::string_view text = campaign_[part];
    if (text.empty()) return;
    json_.clear();
    json::AppendString(json_, text);
    event.SetContext(path, json_);
  };
  if (!client_named_) {
    add(kSource, "/campaign/source");
    add(kMedium, "/campaign/medium");
    add(kName, "/campaign/name");
    add(kTerm, "/campaign/term");
    add(kContent, "/campaign/content");
    add(kId, "/campaign/id");
  }
  if (says_click) return;
  add(kClickId, "/campaign/clickId");
  add(kClickType, "/campaign/clickType");
}

std::string_view CampaignEnricher::ClassOf(const Members& members) {
  std::string_view url = Text(members.url), referrer = Text(members.page_referrer);
  if (url.empty()) url = Text(members.property_url);
  if (referrer.empty()) referrer = Text(members.property_referrer);
  HostOf(url, &page_host_);
  HostOf(referrer, &referrer_host_);
  const bool is_page = members.page.has_value() || !page_host_.empty() || !referrer_host_.empty();
  if (!is_page) return {};
  if (referrer_host_.empty()) return "direct";
  if (SameSite(page_host_, referrer_host_)) return "internal";
  const bool own = std::any_of(own_hosts_.begin(), own_hosts_.end(), [&](const auto& host) {
    return referrer_host_ == host || referrer_host_.ends_with("." + host);
  });
  return own ? "internal" : ReferrerClass(referrer_host_);
}

void CampaignEnricher::WriteClass(Event& event, std::optional<std::string_view> said,
                                  std::string_view kind) {
  if (kind.empty()) return;
  json_.clear();
  if (said && said->starts_with('{')) {
    if (json::Get(*said, "class")) return;
    json::AppendString(json_, kind);
    event.SetContext("/referrer/class", json_);
    return;
  }
  json::Writer<std::string> w(json_);
  w.BeginObject();
  // Some clients say it as a text, which stays readable beside ours.
  if (said && said->starts_with('"')) w.Key("url").Raw(*said);
  w.Key("class").String(kind).EndObject();
  event.SetContext("/referrer", json_);
}

}  // namespace griot::campaigns
