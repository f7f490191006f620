#include "plugins/campaign_enricher/enricher.h"

#include <algorithm>

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
    ReadCampaign(event);
    const std::string_view kind = ClassOf(event);
    WriteClass(event, kind);
    WriteCampaign(event);
  }
}

std::string_view CampaignEnricher::Text(std::optional<std::string_view> json) {
  if (!json || json->empty()) return {};
  if (json->front() == '"') return json::GetString(*json, "", scratch_).value_or("");
  const bool number = json->front() == '-' || (json->front() >= '0' && json->front() <= '9');
  return number ? *json : std::string_view();
}

void CampaignEnricher::ReadCampaign(const Event& event) {
  const auto own = event.ContextMember("/campaign");
  if (own) {
    for (unsigned part = 0; part < kPartNames.size(); ++part)
      campaign_.Set(static_cast<Part>(part), Text(json::Get(*own, kPartNames[part])));
  }
  client_named_ = campaign_.named();
  if (!client_named_) {
    if (const auto utm = event.ContextMember("/utm")) ReadUtmObject(*utm);
  }
  ReadProperties(event, !campaign_.named());
  if (const auto page = event.ContextMember("/page")) {
    ReadAddress(json::Get(*page, "search"));
    ReadAddress(json::Get(*page, "url"));
  }
  ReadAddress(event.Property("/search"));
  ReadAddress(event.Property("/url"));
  if (const auto referral = event.Property("/referral")) ReadReferral(*referral);
  campaign_.InferFromClick();
}

void CampaignEnricher::ReadUtmObject(std::string_view object) {
  for (const Part part : {kSource, kMedium, kTerm, kContent, kId})
    campaign_.Set(part, Text(json::Get(object, kPartNames[part])));
  campaign_.Set(kName, Text(json::Get(object, "campaign")));
}

// Most events have none of these, which one look at the text tells; the member that is asked for
// first makes it the text that earlier stages left.
void CampaignEnricher::ReadProperties(const Event& event, bool utm) {
  const auto source = event.Property("/utm_source");
  const std::string_view text = View(event.raw().properties);
  if (text.find("utm_") != std::string_view::npos) {
    if (source) campaign_.ReadPair("utm_source", Text(source), utm);
    for (const char* path :
         {"/utm_medium", "/utm_campaign", "/utm_term", "/utm_content", "/utm_id"})
      campaign_.ReadPair(path + 1, Text(event.Property(path)), utm);
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

void CampaignEnricher::WriteCampaign(Event& event) {
  if (campaign_.empty()) return;
  const auto own = event.ContextMember("/campaign");
  const bool object = own && own->starts_with('{');
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
  const bool says_click = json::Get(*own, "clickId").has_value();
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

std::string_view CampaignEnricher::ClassOf(const Event& event) {
  const auto page = event.ContextMember("/page");
  std::string_view url, referrer;
  if (page) {
    url = Text(json::Get(*page, "url"));
    referrer = Text(json::Get(*page, "referrer"));
  }
  if (url.empty()) url = Text(event.Property("/url"));
  if (referrer.empty()) referrer = Text(event.Property("/referrer"));
  HostOf(url, &page_host_);
  HostOf(referrer, &referrer_host_);
  const bool is_page = page.has_value() || !page_host_.empty() || !referrer_host_.empty();
  if (!is_page) return {};
  if (referrer_host_.empty()) return "direct";
  if (SameSite(page_host_, referrer_host_)) return "internal";
  const bool own = std::any_of(own_hosts_.begin(), own_hosts_.end(), [&](const auto& host) {
    return referrer_host_ == host || referrer_host_.ends_with("." + host);
  });
  return own ? "internal" : ReferrerClass(referrer_host_);
}

void CampaignEnricher::WriteClass(Event& event, std::string_view kind) {
  if (kind.empty()) return;
  const auto said = event.ContextMember("/referrer");
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
