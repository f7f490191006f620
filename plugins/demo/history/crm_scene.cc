// What only a CRM tells of a conversation: chats, the bot, agents, resolutions, ratings.
#include "history/life.h"

namespace griot::demo {

void Life::OpenChat(int64_t at) {
  if (!announced_) {
    Put(Make(Kind::kContactCreated, at));
    announced_ = true;
  }
  if (chat_opened_ != 0) return;
  Put(Make(Kind::kChatOpened, at));
  chat_opened_ = at;
}

void Life::AskBot(int64_t* at) {
  *at += kSecond;
  Happening classified = Make(Kind::kClassified, *at);
  classified.text = static_cast<uint16_t>(rng_.Below(business_.intents.size()));
  classified.number = static_cast<uint32_t>(rng_.Between(55, 99));  // how sure it is, in %
  Put(classified);
  Answer(*at += kSecond, Happening::kBot, false);
}

void Life::Assign(int64_t at, uint8_t agent, uint8_t before) {
  if (before != 0) {
    Happening transferred = Make(Kind::kChatTransferred, at);
    transferred.agent = agent;
    transferred.number = before;
    Put(transferred);
  }
  Happening assigned = Make(Kind::kChatAssigned, at);
  assigned.agent = agent;
  assigned.number = before;
  Put(assigned);
}

void Life::Resolve(int64_t at, uint8_t agent) {
  Happening resolved = Make(Kind::kChatResolved, at);
  resolved.agent = agent;
  resolved.number = static_cast<uint32_t>((at - chat_opened_) / kSecond);
  resolved.text = static_cast<uint16_t>(rng_.Below(business_.outcomes.size()));
  Put(resolved);
  chat_opened_ = 0;
  Put(Make(Kind::kCsatSent, at + kSecond));
  if (!rng_.Chance(business_.rated)) return;
  Happening rating = Make(Kind::kCsatSubmitted, at + rng_.Between(20, 2400) * kSecond);
  rating.agent = agent;
  const int64_t score = plan_.AtNight(at) ? rng_.Between(1, 5) : rng_.Between(3, 5);
  rating.number = static_cast<uint32_t>(score);
  Put(rating);
}

}  // namespace griot::demo
