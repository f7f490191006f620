#include "wire/names.h"

namespace griot::demo {
namespace {

std::string Joined(std::string_view prefix, const Wish& wish, uint32_t who, uint32_t serial,
                   char between) {
  std::string text(prefix);
  for (const uint64_t part : {wish.seed, uint64_t{who}, uint64_t{serial}}) {
    text += between + std::to_string(part);
  }
  return text;
}

}  // namespace

std::string MessageIdOf(const Wish& wish, uint32_t who, uint32_t serial) {
  return Joined("demo", wish, who, serial, '-');
}

std::string WamidOf(const Wish& wish, uint32_t who, uint32_t serial) {
  return Joined("wamid.demo", wish, who, serial, '.');
}

std::string CampaignIdOf(const History& history, uint16_t campaign) {
  const Campaign& c = history.plan().campaigns[campaign - 1u];
  return "demo-" + std::to_string(campaign) + "-" +
         history.business().templates[c.template_of - 1u].name;
}

std::string TokenOf(const Wish& wish, const Happening& h) {
  return Joined("hs", wish, h.who, h.message, '-');
}

std::string ChatIdOf(uint32_t who) { return "chat-" + std::to_string(who); }

std::string_view TextOf(const Business& b, const Happening& h) {
  if (h.kind == Kind::kReceived) {
    const size_t asked = b.questions.size();
    return h.text < asked ? b.questions[h.text] : b.thanks_texts[h.text - asked];
  }
  if (h.template_of != 0) return b.templates[h.template_of - 1u].text;
  return h.agent == Happening::kBot ? b.bot_texts[h.text] : b.answers[h.text];
}

bool ByMeta(const History& history, const Happening& h) {
  return !OnWeb(h.kind) && h.who != kBusinessItself && !history.customers()[h.who].crm;
}

}  // namespace griot::demo
