#include "plugins/campaign_enricher/referrer.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace griot::campaigns {
namespace {

struct Place {
  std::string_view name, kind;
};

// By domain; those under it count too, and of several the longest. Sorted by name. Apps name
// themselves by their package: android-app://com.google.android.gm.
constexpr Place kDomains[] = {{"bsky.app", "social"},
                              {"classroom.google.com", "referral"},
                              {"com.facebook.katana", "social"},
                              {"com.facebook.orca", "social"},
                              {"com.google.android.gm", "mail"},
                              {"com.google.android.googlequicksearchbox", "search"},
                              {"com.instagram.android", "social"},
                              {"com.linkedin.android", "social"},
                              {"com.microsoft.office.outlook", "mail"},
                              {"com.reddit.frontpage", "social"},
                              {"com.twitter.android", "social"},
                              {"com.whatsapp", "social"},
                              {"com.whatsapp.w4b", "social"},
                              {"com.zhiliaoapp.musically", "social"},
                              {"discord.com", "social"},
                              {"docs.google.com", "referral"},
                              {"e.mail.ru", "mail"},
                              {"facebook.com", "social"},
                              {"fb.me", "social"},
                              {"instagram.com", "social"},
                              {"l.wl.co", "social"},
                              {"linkedin.com", "social"},
                              {"lnkd.in", "social"},
                              {"m.me", "social"},
                              {"mail.google.com", "mail"},
                              {"mail.proton.me", "mail"},
                              {"mail.yahoo.com", "mail"},
                              {"mail.yandex.ru", "mail"},
                              {"mail.zoho.com", "mail"},
                              {"mastodon.social", "social"},
                              {"messenger.com", "social"},
                              {"naver.com", "search"},
                              {"news.ycombinator.com", "social"},
                              {"ok.ru", "social"},
                              {"org.telegram.messenger", "social"},
                              {"outlook.live.com", "mail"},
                              {"outlook.office.com", "mail"},
                              {"outlook.office365.com", "mail"},
                              {"quora.com", "social"},
                              {"reddit.com", "social"},
                              {"search.brave.com", "search"},
                              {"seznam.cz", "search"},
                              {"snapchat.com", "social"},
                              {"sogou.com", "search"},
                              {"t.co", "social"},
                              {"t.me", "social"},
                              {"telegram.org", "social"},
                              {"threads.com", "social"},
                              {"threads.net", "social"},
                              {"tiktok.com", "social"},
                              {"tumblr.com", "social"},
                              {"twitter.com", "social"},
                              {"vk.com", "social"},
                              {"wa.me", "social"},
                              {"weibo.com", "social"},
                              {"whatsapp.com", "social"},
                              {"x.com", "social"},
                              {"youtu.be", "social"},
                              {"youtube.com", "social"}};
static_assert(std::is_sorted(std::begin(kDomains), std::end(kDomains),
                             [](const Place& a, const Place& b) { return a.name < b.name; }));

// Names that mean the same under every country's domain: google.co.ke.
constexpr Place kBrands[] = {
    {"ask", "search"},        {"baidu", "search"},  {"bing", "search"},
    {"duckduckgo", "search"}, {"ecosia", "search"}, {"google", "search"},
    {"pinterest", "social"},  {"qwant", "search"},  {"startpage", "search"},
    {"yahoo", "search"},      {"yandex", "search"}};

// The label before what looks like a country's domain: one label, or two short ones.
std::string_view BrandOf(std::string_view host) {
  std::array<std::string_view, 3> last;  // the last labels, last first
  size_t count = 0;
  while (count < last.size() && !host.empty()) {
    const size_t dot = host.rfind('.');
    const bool only = dot == std::string_view::npos;
    last[count++] = only ? host : host.substr(dot + 1);
    host = only ? std::string_view() : host.substr(0, dot);
  }
  if (count < 2) return {};
  const bool two = count == 3 && last[0].size() == 2 && last[1].size() <= 3;
  return two ? last[2] : last[1];
}

bool IsUnder(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

std::string_view ReferrerClass(std::string_view host) {
  for (std::string_view domain = host; !domain.empty();) {
    const auto* const found = std::lower_bound(
        std::begin(kDomains), std::end(kDomains), domain,
        [](const Place& place, std::string_view name) { return place.name < name; });
    if (found != std::end(kDomains) && found->name == domain) return found->kind;
    const size_t dot = domain.find('.');
    domain = dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
  }
  const std::string_view brand = BrandOf(host);
  for (const Place& place : kBrands)
    if (place.name == brand) return place.kind;
  return "referral";
}

bool SameSite(std::string_view page_host, std::string_view referrer_host) {
  // A bare "com" is nobody's site, so a host without a dot is only its own.
  const auto under = [](std::string_view a, std::string_view b) {
    return b.find('.') != std::string_view::npos && IsUnder(a, b);
  };
  return page_host == referrer_host || under(page_host, referrer_host) ||
         under(referrer_host, page_host);
}

}  // namespace griot::campaigns
