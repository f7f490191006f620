#include "plugins/user_agent_enricher/device_type.h"

#include <algorithm>
#include <iterator>

namespace griot::user_agents {
namespace {

template <size_t N>
bool HoldsAny(std::string_view text, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

constexpr std::string_view kConsoles[] = {"playstation", "xbox", "nintendo"};
constexpr std::string_view kTvs[] = {
    "smart-tv", "smarttv", "smart tv", "appletv", "apple tv", "googletv", "android tv", "hbbtv",
    "netcast",  "web0s",   "webos.tv", "bravia",  "roku",     "crkey",    "aftt",       "viera"};
constexpr std::string_view kTablets[] = {"ipad", "tablet", "kindle", "silk/", "playbook"};
constexpr std::string_view kMobiles[] = {"mobile",     "iphone",     "ipod",       "windows phone",
                                         "blackberry", "opera mini", "opera mobi", "symbian",
                                         "j2me",       "kaios"};
constexpr std::string_view kDesktops[] = {"Windows", "Mac OS X", "Linux",   "Chrome OS",
                                          "Ubuntu",  "Fedora",   "FreeBSD", "OpenBSD"};

// At the beginning of the agent.
constexpr std::string_view kTools[] = {
    "curl/",          "wget/",   "python-requests",   "python-urllib", "python/",    "aiohttp",
    "go-http-client", "java/",   "apache-httpclient", "axios/",        "node-fetch", "libwww-perl",
    "scrapy",         "httpie/", "postmanruntime",    "ruby",          "php/",       "guzzlehttp"};
constexpr std::string_view kToolWords[] = {"headlesschrome", "phantomjs", "puppeteer", "playwright",
                                           "lighthouse",     "selenium",  "crawler",   "spider"};

}  // namespace

std::string_view DeviceType(std::string_view lower, std::string_view os) {
  if (HoldsAny(lower, kConsoles)) return "console";
  if (HoldsAny(lower, kTvs)) return "tv";
  const bool mobile = HoldsAny(lower, kMobiles);
  if (HoldsAny(lower, kTablets)) return "tablet";
  const bool android = lower.find("android") != std::string_view::npos;
  // Google's rule: Android without "Mobile" is a tablet.
  if (android) return mobile ? "mobile" : "tablet";
  if (mobile) return "mobile";
  const bool desktop =
      std::find(std::begin(kDesktops), std::end(kDesktops), os) != std::end(kDesktops);
  return desktop ? "desktop" : "";
}

bool IsTool(std::string_view lower) {
  const bool begins = std::any_of(std::begin(kTools), std::end(kTools),
                                  [&](std::string_view word) { return lower.starts_with(word); });
  return begins || HoldsAny(lower, kToolWords);
}

}  // namespace griot::user_agents
