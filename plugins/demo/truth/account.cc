#include "truth/account.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace griot::demo {
namespace {

// Which of two comes first at one time.
int RankOf(Kind kind) {
  switch (kind) {
    case Kind::kChatOpened:
      return 0;
    case Kind::kReceived:
      return 1;
    case Kind::kSent:
    case Kind::kEcho:
      return 2;
    case Kind::kDelivered:
      return 3;
    case Kind::kRead:
      return 4;
    case Kind::kChatResolved:
      return 6;
    default:
      return 5;
  }
}

}  // namespace

std::string_view NameOf(Kind kind) {
  constexpr std::string_view kNames[] = {"page_view",
                                         "add_to_cart",
                                         "checkout_started",
                                         "signup",
                                         "identify",
                                         "purchase",
                                         "error",
                                         "handshake_complete",
                                         "message.received",
                                         "message.reaction",
                                         "message.sent",
                                         "message.sent",
                                         "message.delivered",
                                         "message.read",
                                         "message.failed",
                                         "contact.created",
                                         "chat.opened",
                                         "chat.assigned",
                                         "chat.transferred",
                                         "agent.handoff",
                                         "chat.resolved",
                                         "csat.sent",
                                         "csat_submitted",
                                         "ai.classification",
                                         "campaign.sent"};
  static_assert(std::size(kNames) == static_cast<size_t>(Kind::kCount));
  return kNames[static_cast<size_t>(kind)];
}

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(std::floor(at));
  const size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (values[above] - values[below]) * (at - std::floor(at));
}

void Account::Add(const Customer& customer, std::span<const Happening> deliveries) {
  happened_.clear();
  for (const Happening& h : deliveries) {
    if (!h.again) happened_.push_back(h);
  }
  std::sort(happened_.begin(), happened_.end(), [](const Happening& a, const Happening& b) {
    return std::make_tuple(a.at, RankOf(a.kind), a.serial) <
           std::make_tuple(b.at, RankOf(b.kind), b.serial);
  });
  CountEvents(customer);
  CountSales(customer);
  CountPeople(customer);
  CountWaits(customer);
  CountMessages();
}

void Account::CountEvents(const Customer& customer) {
  bool writes = false;
  for (const Happening& h : happened_) {
    ++truth_.events[OnWeb(h.kind) ? "web" : "whatsapp"][std::string(NameOf(h.kind))];
    writes = writes || h.kind == Kind::kReceived || h.kind == Kind::kReaction;
  }
  // Meta announces nobody: the door does, at the first message.
  if (!writes || customer.crm) return;
  ++truth_.events["whatsapp"]["contact.created"];
  ++derived_;
}

void Account::CountSales(const Customer& customer) {
  for (const Happening& h : happened_) {
    if (h.kind == Kind::kSignup) ++truth_.signups;
    if (h.kind == Kind::kPurchase) {
      ++truth_.purchases;
      truth_.value += h.number;
    }
    if (h.at < plan_.broken_from) continue;
    DeviceTruth& device =
        truth_.broken[plan_.business.devices.items[customer.devices[h.device]].name];
    if (h.kind == Kind::kCheckout) ++device.checkouts;
    if (h.kind == Kind::kPurchase) ++device.purchases;
  }
}

void Account::Finish(size_t deliveries) {
  for (const auto& [channel, names] : truth_.events) {
    for (const auto& [name, count] : names) truth_.stored += count;
  }
  truth_.sent = deliveries;
  truth_.duplicates = deliveries - (truth_.stored - derived_);
}

}  // namespace griot::demo
