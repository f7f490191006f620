#pragma once

#include <cstdint>

namespace griot::demo {

// What can happen. Those of a conversation come by Meta's webhooks, or for a customer of the CRM by
// POST /v1/capture.
enum class Kind : uint8_t {
  kPageView,
  kAddToCart,
  kCheckout,
  kSignup,
  kIdentify,
  kPurchase,
  kError,
  kHandshake,
  kReceived,
  kReaction,
  kSent,
  kEcho,  // kSent from the business's own phone, as Meta tells of it beside the receipt
  kDelivered,
  kRead,
  kFailed,
  kContactCreated,  // as a CRM announces it
  kChatOpened,
  kChatAssigned,
  kChatTransferred,
  kHandoff,
  kChatResolved,
  kCsatSent,
  kCsatSubmitted,
  kClassified,
  kCampaignSent,
  kCount,
};

// One thing that happened, small because a history has millions. `who` and `serial` are its id.
struct Happening {
  int64_t at = 0;        // microseconds since 1970
  int64_t arrives = 0;   // the same; when it is sent, in a history that is not shuffled
  uint32_t who = 0;      // the customer
  uint32_t serial = 0;   // counts what happens to the customer
  uint32_t message = 0;  // the serial of the message that it is, or is about
  uint32_t number = 0;   // what else the kind has: a quoted message, a price, a score, seconds
  Kind kind = Kind::kPageView;
  uint8_t device = 0;       // of the customer's
  uint8_t template_of = 0;  // 1: the business's first; 0: no template
  uint8_t agent = 0;        // 1: the business's first; 0: nobody tells; kBot
  uint16_t campaign = 0;    // 1: the first; 0: none
  uint16_t text = 0;        // page, product or text, by its place in the business's list
  bool known = false;       // on the web: the customer has said who it is
  bool again = false;       // a delivery that is a repetition

  static constexpr uint8_t kBot = 255;
};
static_assert(sizeof(Happening) <= 48);

constexpr bool OnWeb(Kind kind) { return kind <= Kind::kHandshake; }

}  // namespace griot::demo
