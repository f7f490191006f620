// A visit of the site: pages, a sign-up, a purchase, and where people turn away.
#include "history/life.h"

namespace griot::demo {
namespace {

constexpr int64_t kIdle = 1800 * kSecond;
constexpr double kOtherDevice = 0.35, kSameOrigin = 0.5, kGuestGivesUp = 0.4;

}  // namespace

bool Life::PutWeb(Kind kind, int64_t at, uint16_t text, uint32_t number) {
  Happening h = Make(kind, at);
  h.device = device_;
  h.known = known_[device_];
  h.text = text;
  h.number = number;
  return Put(h);
}

void Life::View(uint16_t place, int64_t* at) {
  *at += rng_.Between(6000, 140000) * kMilli;
  PutWeb(Kind::kPageView, *at, place);
}

void Life::Visit(const Scene& scene) {
  int64_t at = scene.at + rng_.Between(0, 999) * kMilli;
  const bool clicked = scene.message.campaign != 0;
  device_ = !clicked && customer_.device_count == 2 && rng_.Chance(kOtherDevice) ? 1 : 0;

  Happening landing = Make(Kind::kPageView, at);
  landing.device = device_;
  landing.known = known_[device_];
  landing.campaign = scene.message.campaign;
  landing.template_of = scene.message.template_of;
  landing.text = clicked ? static_cast<uint16_t>(kFirstPage) : static_cast<uint16_t>(kHome);
  const bool same = web_free_ == 0 || rng_.Chance(kSameOrigin);
  if (!clicked && same) landing.number = static_cast<uint32_t>(customer_.origin + 1);
  Put(landing);
  // The link in a CRM's message carries a token; Meta tells nobody what a message holds.
  if (clicked && customer_.crm) {
    Happening shake = Make(Kind::kHandshake, at + 300 * kMilli);
    shake.known = known_[0];
    shake.message = scene.message.message;
    shake.campaign = scene.message.campaign;
    shake.template_of = scene.message.template_of;
    Put(shake);
  }
  for (int64_t pages = rng_.Between(0, 3); pages > 0; --pages) {
    View(static_cast<uint16_t>(kFirstPage + rng_.PickIndex(business_.pages)), &at);
  }
  if (rng_.Chance(business_.exact_gaps)) {
    at += kIdle;
    PutWeb(Kind::kPageView, at, kHome);
  }
  if (rng_.Chance(business_.page_errors)) PutWeb(Kind::kError, at + kMilli, kScriptError);
  if (rng_.Chance(business_.look_at_product)) {
    const size_t product = rng_.PickIndex(business_.products);
    View(static_cast<uint16_t>(kFirstProduct + product), &at);
    Shop(product, &at);
  }
  web_free_ = at + kIdle + rng_.Between(15, 60) * kMinute;
}

void Life::Shop(size_t product, int64_t* at) {
  if (!known_[device_] && rng_.Chance(signed_up_ ? business_.log_in : business_.sign_up)) {
    SignUp(at);
  }
  if (!rng_.Chance(business_.into_cart)) return;
  *at += rng_.Between(4000, 60000) * kMilli;
  const auto price = static_cast<uint32_t>(business_.products.items[product].price);
  PutWeb(Kind::kAddToCart, *at, static_cast<uint16_t>(product), price);
  View(kCartPage, at);
  if (!rng_.Chance(business_.check_out)) return;
  View(kCheckoutPage, at);
  PutWeb(Kind::kCheckout, *at + 400 * kMilli, static_cast<uint16_t>(product), price);
  if (!known_[device_]) {
    if (rng_.Chance(kGuestGivesUp)) return;
    SignUp(at);
  }
  Pay(product, at);
}

void Life::SignUp(int64_t* at) {
  View(signed_up_ ? kLoginPage : kSignupPage, at);
  *at += rng_.Between(12000, 90000) * kMilli;
  if (!signed_up_) PutWeb(Kind::kSignup, *at);
  *at += 50 * kMilli;
  PutWeb(Kind::kIdentify, *at);
  signed_up_ = known_[device_] = true;
}

bool Life::BrokenHere(int64_t at) const {
  return at >= plan_.broken_from &&
         business_.devices.items[customer_.devices[device_]].name == business_.broken_device;
}

void Life::Pay(size_t product, int64_t* at) {
  *at += rng_.Between(15000, 150000) * kMilli;
  const bool broken = BrokenHere(*at);
  if (!rng_.Chance(broken ? business_.pay_when_broken : business_.pay)) {
    if (broken) PutWeb(Kind::kError, *at, kPaymentError);
    return;
  }
  const auto price = static_cast<uint32_t>(business_.products.items[product].price);
  const bool paid = PutWeb(Kind::kPurchase, *at, static_cast<uint16_t>(product), price);
  const int64_t when = *at;
  View(kThanksPage, at);
  const bool reachable = customer_.whatsapp && !customer_.crm && customer_.tells_phone;
  if (paid && reachable && rng_.Chance(business_.order_update)) ConfirmOrder(when);
}

}  // namespace griot::demo
