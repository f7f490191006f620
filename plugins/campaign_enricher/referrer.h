#pragma once

#include <string_view>

namespace griot::campaigns {

// What kind of place a visitor came from, as a text for context.referrer.class: search, social,
// mail or referral. `host` is HostOf a referrer, not empty. Pure.
std::string_view ReferrerClass(std::string_view host);

// Whether a page and its referrer are of one site: one host is the other or lies under it. Pure.
bool SameSite(std::string_view page_host, std::string_view referrer_host);

}  // namespace griot::campaigns
