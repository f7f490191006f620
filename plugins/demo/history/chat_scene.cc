// A conversation on WhatsApp: the customer asks, somebody answers, or nobody does.
#include <algorithm>

#include "history/life.h"

namespace griot::demo {
namespace {

constexpr int kMostTurns = 5;
// A wait that nobody has ended is over after a day; nothing is said in between, so that no reader
// has to ask whether a second was inside or outside.
constexpr int64_t kWaitIsOver = 25 * kHour;

}  // namespace

void Life::Chat(const Scene& scene) {
  int64_t at = scene.at / kSecond * kSecond;
  if (customer_.crm) OpenChat(at);
  // Who answers, and whether anything says so.
  const bool echo = !customer_.crm && rng_.Chance(business_.from_phone_app);
  const bool told = customer_.crm || (!echo && rng_.Chance(business_.agent_told));
  uint8_t agent = 0;
  bool open = false;  // the last word is the customer's
  for (int turn = 0; turn < kMostTurns; ++turn) {
    Ask(turn == 0 ? scene.message : Happening(), &at);
    if (customer_.crm && turn == 0 && rng_.Chance(business_.bot_first)) {
      AskBot(&at);
      if (rng_.Chance(business_.bot_is_enough)) return EndChat(at, false, 0);
      Happening handoff = Make(Kind::kHandoff, at += kSecond);
      Put(handoff);
    }
    const bool night = plan_.AtNight(at);
    open = rng_.Chance(night ? business_.unanswered_night : business_.unanswered_day);
    if (open) break;
    const int64_t delay = AnswerDelay(at);
    if (told && agent == 0) {
      agent = AnyAgent();
      if (customer_.crm) Assign(at + delay / 3 / kSecond * kSecond, agent, 0);
    } else if (customer_.crm && rng_.Chance(business_.transferred)) {
      const uint8_t before = agent;
      agent = static_cast<uint8_t>(agent % business_.agents.size() + 1);
      Assign(at + delay / 3 / kSecond * kSecond, agent, before);
    }
    at += delay;
    Answer(at, agent, echo);
    if (rng_.Chance(0.25)) Answer(at += rng_.Between(5, 40) * kSecond, agent, echo);
    if (!rng_.Chance(business_.turns)) break;
    at += rng_.Between(15, 240) * kSecond;
  }
  EndChat(at, open, agent);
}

// One to three messages, one after the other.
void Life::Ask(const Happening& quoted, int64_t* at) {
  const int64_t count = rng_.Chance(0.6) ? 1 : rng_.Between(2, 3);
  for (int64_t i = 0; i < count; ++i) {
    if (i > 0) *at += rng_.Between(4, 50) * kSecond;
    Happening message = Make(Kind::kReceived, *at);
    message.message = message.serial;
    message.text = static_cast<uint16_t>(rng_.Below(business_.questions.size()));
    // Half of those who answer a campaign quote its message.
    if (i == 0 && quoted.campaign != 0 && rng_.Chance(0.5)) message.number = quoted.message;
    message.device = rng_.Chance(business_.media) ? 1 : 0;  // a picture
    Put(message);
  }
}

int64_t Life::AnswerDelay(int64_t at) {
  const double median = plan_.AtNight(at) ? business_.answer_night : business_.answer_day;
  const auto seconds = static_cast<int64_t>(rng_.LogNormal(median, business_.answer_sigma));
  return std::clamp<int64_t>(seconds, 7, 15 * 3600) * kSecond;
}

void Life::EndChat(int64_t at, bool open, uint8_t agent) {
  const bool answered = last_from_business_ != 0 && !open;
  if (answered && rng_.Chance(business_.reaction)) {
    Happening reaction = Make(Kind::kReaction, at += rng_.Between(5, 90) * kSecond);
    reaction.message = reaction.serial;
    reaction.number = last_from_business_;
    Put(reaction);
  }
  if (answered && rng_.Chance(business_.thanks)) {
    Happening thanks = Make(Kind::kReceived, at += rng_.Between(10, 120) * kSecond);
    thanks.message = thanks.serial;
    thanks.text = static_cast<uint16_t>(business_.questions.size() +
                                        rng_.Below(business_.thanks_texts.size()));
    Put(thanks);
    open = true;
  }
  if (customer_.crm && rng_.Chance(business_.resolved)) {
    at += rng_.Between(2, open ? 180 : 25) * kMinute;
    Resolve(at, agent);
    chat_free_ = at + 2 * kHour;
  } else {
    chat_free_ = at + (open || customer_.crm ? kWaitIsOver : kHour);
  }
}

}  // namespace griot::demo
