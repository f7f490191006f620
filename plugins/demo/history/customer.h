#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "history/plan.h"

namespace griot::demo {

// An invented person: who it is and how it behaves, but not what happens to it. Plain data.
struct Customer {
  uint32_t number = 0;
  bool web = false, whatsapp = false;
  bool crm = false;          // else Meta's webhooks tell of the conversations
  bool account = false;      // signs up to an account, else by the email alone
  bool tells_phone = false;  // at sign-up
  int64_t joined = 0;
  double eager = 1;   // how often beside somebody ordinary
  std::string phone;  // digits; of who is on WhatsApp
  std::string first, last, email;
  size_t country = 0, origin = 0;
  size_t devices[2] = {0, 0};
  uint8_t device_count = 1;

  // The web SDK's visitor id.
  std::string AnonymousId(uint64_t seed, uint8_t device) const;
  // What it is known by on the web once it has signed up.
  std::string UserId() const;
};

// Of each week behind the history's end: so many come, as at its end, and as many of the first
// numbers leave, so that the business stays as large as it is.
uint32_t NewcomersAWeek(const Plan& plan);
// Those of the history, and behind them the newcomers of the plan's weeks.
std::vector<Customer> MakeCustomers(const Plan& plan);

}  // namespace griot::demo
