// Waits for an answer, resolutions, and what became of messages.
#include <map>

#include "truth/account.h"

namespace griot::demo {
namespace {

constexpr int64_t kMissedAfter = 86'400 * kSecond;
constexpr int64_t kReplyWindow = 72 * kHour;

// What became of one message.
struct Fate {
  int64_t attempted = 0;
  bool sent = false, delivered = false, read = false, failed = false;
  bool replied = false, clicked = false;
  uint8_t template_of = 0;
  uint16_t campaign = 0;
};

void CountFate(const Fate& fate, MessageTruth* sum) {
  // What a provider left out is implied by what came after it.
  const bool read = fate.read || fate.replied || fate.clicked;
  const bool delivered = fate.delivered || read;
  ++sum->attempted;
  sum->sent += fate.sent || delivered;
  sum->delivered += delivered;
  sum->read += read;
  sum->failed += fate.failed;
  sum->replied += fate.replied;
  sum->clicked += fate.clicked;
}

}  // namespace

void Account::CountWaits(const Customer& customer) {
  int64_t since = 0, opened = 0;
  const auto end = [&](Wait::End how, int64_t at) {
    const bool missed = since != 0 && at - since >= kMissedAfter;
    if (since != 0) {
      truth_.waits.push_back({"+" + customer.phone, since, at, plan_.AtNight(since),
                              missed ? Wait::End::kMissed : how});
    }
    since = 0;
  };
  for (const Happening& h : happened_) {
    switch (h.kind) {
      case Kind::kReceived:
        if (since != 0 && h.at - since >= kMissedAfter) end(Wait::End::kMissed, h.at);
        if (since == 0) since = h.at;
        break;
      case Kind::kSent:
        // Templates answer nobody, and a bot ends no wait.
        if (h.template_of != 0 || h.agent == Happening::kBot) break;
        end(WasAgent(h) ? Wait::End::kAnsweredByAgent : Wait::End::kAnswered, h.at);
        break;
      case Kind::kChatOpened:
        opened = h.at;
        break;
      case Kind::kChatResolved:
        end(Wait::End::kResolved, h.at);
        truth_.resolutions.push_back(SecondsOf(h.at - opened));
        ++truth_.outcomes[plan_.business.outcomes[h.text]];
        break;
      default:
        break;
    }
  }
  end(Wait::End::kOpen, plan_.wish.end);
}

// The answer is an agent's where its sender says so, or where it came from the business's own
// phone.
bool Account::WasAgent(const Happening& sent) const {
  if (sent.agent != 0) return true;
  for (const Happening& h : happened_) {
    if (h.kind == Kind::kEcho && h.message == sent.message) return true;
  }
  return false;
}

void Account::CountMessages() {
  std::map<uint32_t, Fate> fates;
  for (const Happening& h : happened_) {
    if (h.kind == Kind::kReceived) ++truth_.received;
    if (h.kind == Kind::kHandshake) {
      // Its message may have been sent, or not, when the history ended.
      if (const auto found = fates.find(h.message); found != fates.end()) {
        found->second.clicked = true;
      }
      continue;
    }
    const bool receipt = h.kind == Kind::kSent || h.kind == Kind::kDelivered ||
                         h.kind == Kind::kRead || h.kind == Kind::kFailed || h.kind == Kind::kEcho;
    if (!receipt) continue;
    Fate& fate = fates[h.message];
    if (fate.attempted == 0) fate.attempted = h.at;
    fate.template_of = h.template_of;
    fate.campaign = h.campaign;
    fate.sent = fate.sent || h.kind == Kind::kSent || h.kind == Kind::kEcho;
    fate.delivered = fate.delivered || h.kind == Kind::kDelivered;
    fate.read = fate.read || h.kind == Kind::kRead;
    fate.failed = fate.failed || h.kind == Kind::kFailed;
  }
  for (auto& [serial, fate] : fates) {
    if (fate.campaign == 0 || fate.failed) continue;
    for (const Happening& h : happened_) {
      if (h.kind != Kind::kReceived || h.at < fate.attempted) continue;
      if (h.at - fate.attempted > kReplyWindow) break;
      // The first one, credited to the message it quotes, else to the latest that has not failed.
      uint32_t credited = h.number;
      int64_t latest = 0;
      for (const auto& [other, that] : fates) {
        const bool before = that.campaign != 0 && !that.failed && that.attempted <= h.at;
        if (h.number == 0 && before && that.attempted >= latest) {
          latest = that.attempted;
          credited = other;
        }
      }
      fate.replied = credited == serial;
      break;
    }
  }
  for (const auto& [serial, fate] : fates) {
    CountFate(fate, &truth_.outgoing);
    if (fate.template_of == 0) continue;
    CountFate(fate, &truth_.templates[plan_.business.templates[fate.template_of - 1u].name]);
  }
}

}  // namespace griot::demo
