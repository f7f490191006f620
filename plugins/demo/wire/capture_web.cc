// Events of the site, as griot.js would send them.
#include "history/life.h"
#include "wire/capture_body.h"
#include "wire/names.h"

namespace griot::demo {
namespace {

Page PlaceOf(const Business& b, uint16_t place) {
  switch (place) {
    case kHome:
      return {"/", b.name, 0};
    case kSignupPage:
      return {"/signup", "Sign up", 0};
    case kLoginPage:
      return {"/login", "Log in", 0};
    case kCartPage:
      return {"/cart", "Cart", 0};
    case kCheckoutPage:
      return {"/checkout", "Checkout", 0};
    case kThanksPage:
      return {"/thank-you", "Thank you", 0};
    default:
      return place < kFirstProduct ? b.pages.items[place - size_t{kFirstPage}]
                                   : b.products.items[place - size_t{kFirstProduct}];
  }
}

// "?utm_source=…", of a visit that something brought about.
std::string SearchOf(const Business& b, const Happening& h) {
  std::string_view source, medium, campaign;
  if (h.campaign != 0) {
    source = "whatsapp";
    medium = "campaign";
    campaign = b.templates[h.template_of - 1u].name;
  } else if (h.number != 0) {
    const Origin& origin = b.origins.items[h.number - 1];
    source = origin.source;
    medium = origin.medium;
    campaign = origin.campaign;
  }
  if (source.empty()) return {};
  return "?utm_source=" + std::string(source) + "&utm_medium=" + std::string(medium) +
         "&utm_campaign=" + std::string(campaign);
}

}  // namespace

void CaptureBody::Web(const Happening& h, const Customer& customer) {
  const Business& b = history_.business();
  json_.Key("anonymousId").String(customer.AnonymousId(history_.wish().seed, h.device));
  if (h.known || h.kind == Kind::kIdentify) json_.Key("userId").String(customer.UserId());
  json_.Key("properties").BeginObject();
  switch (h.kind) {
    case Kind::kPageView:
      Page(h);
      break;
    case Kind::kAddToCart:
    case Kind::kCheckout:
      json_.Key("product").String(b.products.items[h.text].title);
      json_.Key("price").Uint(h.number).Key("currency").String(b.currency);
      break;
    case Kind::kSignup:
      json_.Key("method").String("email");
      break;
    case Kind::kPurchase:
      json_.Key("orderId").String(MessageIdOf(history_.wish(), h.who, h.serial));
      json_.Key("product").String(b.products.items[h.text].title);
      json_.Key("value").Uint(h.number).Key("currency").String(b.currency);
      break;
    case Kind::kError: {
      const bool payment = h.text == kPaymentError;
      json_.Key("code").String(payment ? "CHK-502" : "JS-TYPE");
      json_.Key("message").String(payment ? "The payment could not be begun"
                                          : "undefined is not a function");
      json_.Key("step").String(payment ? "checkout" : "page").Key("fatal").Bool(payment);
      json_.Key("origin").String("page");
      break;
    }
    case Kind::kHandshake:
      for (const std::string_view name : {"hs_token", "hsToken"}) {
        json_.Key(name).String(TokenOf(history_.wish(), h));
      }
      break;
    default:
      break;
  }
  json_.EndObject();
  if (h.kind == Kind::kIdentify) Traits(customer);
  WebContext(h, customer);
}

void CaptureBody::Page(const Happening& h) {
  const demo::Page page = PlaceOf(history_.business(), h.text);
  json_.Key("path").String(page.path).Key("title").String(page.title);
}

void CaptureBody::Traits(const Customer& customer) {
  json_.Key("traits").BeginObject().Key("email").String(customer.email);
  json_.Key("name").String(customer.first + " " + customer.last);
  if (customer.tells_phone) json_.Key("phone").String("+" + customer.phone);
  json_.EndObject();
}

void CaptureBody::WebContext(const Happening& h, const Customer& customer) {
  const Business& b = history_.business();
  json_.Key("context").BeginObject();
  if (h.kind == Kind::kPageView) {
    const demo::Page page = PlaceOf(b, h.text);
    const std::string search = SearchOf(b, h);
    json_.Key("page").BeginObject().Key("url").String(b.site + page.path + search);
    if (!search.empty()) json_.Key("search").String(search);
    if (h.campaign == 0 && h.number != 0) {
      const std::string& referrer = b.origins.items[h.number - 1].referrer;
      if (!referrer.empty()) json_.Key("referrer").String(referrer);
    }
    json_.EndObject();
  }
  json_.Key("userAgent").String(b.devices.items[customer.devices[h.device]].user_agent);
  // Said, because all of them come from one address.
  json_.Key("geo").BeginObject().Key("country").String(b.countries.items[customer.country].code);
  json_.EndObject().EndObject();
}

}  // namespace griot::demo
