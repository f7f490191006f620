// Messages of the business and what becomes of them: sent or failed, delivered, read.
#include <algorithm>

#include "history/life.h"

namespace griot::demo {
namespace {

constexpr double kPhoneIsOff = 0.08;
constexpr int64_t kReplyWindow = 70 * kHour;  // well inside the 72 hours in which a reply counts

}  // namespace

void Life::Broadcast(uint16_t campaign) {
  const Campaign& c = plan_.campaigns[campaign - 1];
  Happening message = Make(Kind::kSent, c.at + rng_.Between(0, 540) * kSecond);
  message.campaign = campaign;
  message.template_of = c.template_of;
  const Template& rates = business_.templates[c.template_of - 1u];
  const Outgoing sent = SendTemplate(message, rates);
  if (sent.read_at == 0) return;
  const auto later = [&](double hours) {
    const auto delay = static_cast<int64_t>(rng_.LogNormal(hours * 3600, 1.1)) * kSecond;
    return sent.read_at + std::clamp(delay, 20 * kSecond, kReplyWindow);
  };
  // Of those who read.
  const bool replies = rng_.Chance(rates.replied / rates.read);
  const int64_t replied_at = later(0.4);
  if (replies && replied_at < message.at + kReplyWindow) {
    scenes_.push_back({replied_at, false, sent.message});
  }
  const bool clicks = rng_.Chance(rates.clicked / rates.read);
  const int64_t clicked_at = later(0.5);
  if (clicks && customer_.web) scenes_.push_back({clicked_at, true, sent.message});
}

void Life::ConfirmOrder(int64_t at) {
  const size_t which = rng_.Below(business_.templates.size() - business_.campaign_templates) +
                       business_.campaign_templates;
  Happening message = Make(Kind::kSent, (at / kSecond + rng_.Between(20, 160)) * kSecond);
  message.template_of = static_cast<uint8_t>(which + 1);
  SendTemplate(message, business_.templates[which]);
}

Life::Outgoing Life::SendTemplate(Happening message, const Template& rates) {
  message.message = message.serial;
  Outgoing outgoing;
  outgoing.message = message;
  if (rng_.Chance(rates.failed)) {
    message.kind = Kind::kFailed;
    message.at += rng_.Between(1, 4) * kSecond;
    message.text = static_cast<uint16_t>(rng_.Below(business_.failures.size()));
    Put(message);
    return outgoing;
  }
  outgoing.sent = Put(message);
  if (!rng_.Chance(rates.delivered)) return outgoing;
  const int64_t delay =
      rng_.Chance(kPhoneIsOff) ? rng_.Between(600, 20 * 3600) : rng_.Between(1, 7);
  const int64_t delivered_at = message.at + delay * kSecond;
  if (rng_.Chance(rates.read / rates.delivered)) {
    const auto until_read =
        std::clamp<int64_t>(static_cast<int64_t>(rng_.LogNormal(900, 1.6)), 2, 47 * 3600);
    outgoing.read_at = delivered_at + until_read * kSecond;
  }
  Deliver(message, delivered_at, outgoing.read_at);
  return outgoing;
}

// `read_at` 0: it never is.
void Life::Deliver(const Happening& message, int64_t delivered_at, int64_t read_at) {
  const auto receipt = [&](Kind kind, int64_t at) {
    Happening h = message;
    h.kind = kind;
    h.at = at;
    h.serial = ++serial_;
    Put(h);
  };
  const bool left_out = !customer_.crm && read_at != 0 && rng_.Chance(business_.delivered_left_out);
  if (!left_out) receipt(Kind::kDelivered, delivered_at);
  if (read_at != 0) receipt(Kind::kRead, read_at);
}

// A message of an agent or the bot, in a conversation.
void Life::Answer(int64_t at, uint8_t agent, bool echo) {
  Happening message = Make(Kind::kSent, at);
  message.message = message.serial;
  message.agent = agent;
  message.text = static_cast<uint16_t>(
      rng_.Below(agent == Happening::kBot ? business_.bot_texts.size() : business_.answers.size()));
  last_from_business_ = message.serial;
  Put(message);
  if (echo) {
    Happening copy = message;
    copy.kind = Kind::kEcho;
    copy.serial = ++serial_;
    Put(copy);
  }
  if (rng_.Chance(business_.never_delivered)) return;
  const int64_t delivered_at = at + rng_.Between(1, 4) * kSecond;
  const int64_t until_read = rng_.Chance(0.8) ? rng_.Between(1, 30) : rng_.Between(60, 5 * 3600);
  Deliver(message, delivered_at,
          rng_.Chance(business_.never_read) ? 0 : delivered_at + until_read * kSecond);
}

}  // namespace griot::demo
