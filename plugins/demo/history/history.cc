#include "history/history.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "history/life.h"
#include "history/rng.h"
#include "truth/account.h"

namespace griot::demo {
namespace {

constexpr uint64_t kStream = ~uint64_t{2};

Business Find(const std::string& name) {
  const std::string_view text = BusinessText(name);
  if (text.empty()) {
    throw std::runtime_error("there is no business " + name + "; there are: " + BusinessNames());
  }
  return ReadBusiness(text);
}

void CountRecipients(std::span<const Happening> happened, std::vector<uint32_t>* recipients) {
  for (const Happening& h : happened) {
    const bool attempt = h.kind == Kind::kSent || h.kind == Kind::kFailed;
    if (attempt && h.campaign != 0 && !h.again) ++(*recipients)[h.campaign - 1u];
  }
}

}  // namespace

History::History(Wish wish)
    : wish_(std::move(wish)),
      business_(Find(wish_.business)),
      plan_(wish_, business_),
      customers_(MakeCustomers(plan_)) {
  Account account(plan_, &truth_);
  std::vector<uint32_t> recipients(plan_.campaigns.size());
  for (const Customer& customer : customers_) {
    const size_t from = deliveries_.size();
    Life(plan_, customer, &deliveries_).Play(0);
    const std::span happened(deliveries_.begin() + static_cast<ptrdiff_t>(from), deliveries_.end());
    account.Add(customer, happened);
    CountRecipients(happened, &recipients);
  }
  AddCampaigns(recipients, plan_.begin);
  SortDeliveries();
  account.Finish(deliveries_.size());
}

History::History(Wish wish, int weeks, int64_t since)
    : wish_(std::move(wish)),
      business_(Find(wish_.business)),
      plan_(wish_, business_, weeks),
      customers_(MakeCustomers(plan_)) {
  const uint32_t newcomers = NewcomersAWeek(plan_);
  std::vector<uint32_t> recipients(plan_.campaigns.size());
  std::vector<Happening> happened;
  for (const Customer& customer : customers_) {
    happened.clear();
    Life life(plan_, customer, &happened);
    if (customer.number < wish_.users) life.Play(0);
    for (int week = 1; week <= weeks; ++week) {
      const bool has_left = customer.number < newcomers * static_cast<uint32_t>(week - 1);
      if (customer.joined < plan_.EndOfWeek(week) && !has_left) life.Play(week);
    }
    CountRecipients(happened, &recipients);
    // What happened before the end and comes late is told with the history itself.
    std::copy_if(happened.begin(), happened.end(), std::back_inserter(deliveries_),
                 [&](const Happening& h) { return h.at >= wish_.end && h.arrives > since; });
  }
  AddCampaigns(recipients, wish_.end);
  std::erase_if(deliveries_, [since](const Happening& h) { return h.arrives <= since; });
  SortDeliveries();
}

void History::AddCampaigns(const std::vector<uint32_t>& recipients, int64_t from) {
  for (size_t i = 0; i < recipients.size(); ++i) {
    const int64_t at = plan_.campaigns[i].at;
    if (at < from || at >= plan_.EndOfWeek(plan_.weeks) || recipients[i] == 0) continue;
    Happening h;
    h.kind = Kind::kCampaignSent;
    h.at = h.arrives = at;
    h.who = kBusinessItself;
    h.serial = h.campaign = static_cast<uint16_t>(i + 1);
    h.template_of = plan_.campaigns[i].template_of;
    h.number = recipients[i];
    deliveries_.push_back(h);
    ++truth_.events["whatsapp"]["campaign.sent"];
  }
}

void History::SortDeliveries() {
  std::sort(deliveries_.begin(), deliveries_.end(), [](const Happening& a, const Happening& b) {
    return std::tie(a.arrives, a.who, a.serial) < std::tie(b.arrives, b.who, b.serial);
  });
}

std::vector<Happening> History::Shuffled() const {
  std::vector<Happening> all = deliveries_;
  Rng rng(wish_.seed, kStream);
  for (size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[rng.Below(i)]);
  return all;
}

}  // namespace griot::demo
