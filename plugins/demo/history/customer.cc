#include "history/customer.h"

#include <algorithm>
#include <cmath>

#include "history/rng.h"

namespace griot::demo {
namespace {

constexpr uint64_t kStream = uint64_t{1} << 40;  // beside those of the customers' lives

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

// Each number once: all are multiplied by what shares no factor with 10, so they look scattered.
std::string PhoneOf(const Country& country, uint64_t nth) {
  uint64_t most = 1;
  for (int i = 0; i < country.digits; ++i) most *= 10;
  std::string digits = std::to_string((nth * 7'919'377 + 1'234'567) % most);
  return country.prefix + std::string(static_cast<size_t>(country.digits) - digits.size(), '0') +
         digits;
}

// Of those that come later more each day, as its growing business is met by.
int64_t JoinedAt(const Plan& plan, Rng& rng) {
  if (rng.Chance(plan.business.joined_before)) return plan.begin;
  const double share = std::sqrt(0.1 + 0.9 * rng.Uniform()) - std::sqrt(0.1);
  const double length = static_cast<double>(plan.wish.end - plan.begin);
  return plan.begin +
         static_cast<int64_t>(share / (1 - std::sqrt(0.1)) * length) / kSecond * kSecond;
}

int64_t JoinedAfter(const Plan& plan, uint32_t number, Rng& rng) {
  const uint32_t week = (number - plan.wish.users) / NewcomersAWeek(plan);
  return plan.EndOfWeek(static_cast<int>(week)) + rng.Between(1, kWeek / kSecond - 1) * kSecond;
}

Customer Make(const Plan& plan, uint32_t number) {
  const Business& b = plan.business;
  Rng rng(plan.wish.seed, kStream + number);
  Customer c;
  c.number = number;
  const std::vector<double> kinds = {b.web_only, b.web_only + b.whatsapp_only,
                                     b.web_only + b.whatsapp_only + b.both};
  const size_t kind = rng.PickIndex(kinds);
  c.web = kind != 1;
  c.whatsapp = kind != 0;
  c.crm = c.whatsapp && rng.Chance(b.crm);
  c.account = rng.Chance(b.account);
  c.tells_phone = c.whatsapp && rng.Chance(b.tells_phone);
  c.joined = number < plan.wish.users ? JoinedAt(plan, rng) : JoinedAfter(plan, number, rng);
  c.eager = rng.LogNormal(1, b.spread);
  c.country = rng.PickIndex(b.countries);
  c.origin = rng.PickIndex(b.origins);
  c.devices[0] = rng.PickIndex(b.devices);
  c.devices[1] = rng.PickIndex(b.devices);
  c.device_count = rng.Chance(b.second_device) ? 2 : 1;
  c.first = rng.Pick(b.first);
  c.last = rng.Pick(b.last);
  c.email = Lower(c.first + "." + c.last) + std::to_string(number) + "@mail.example";
  if (c.whatsapp) c.phone = PhoneOf(b.countries.items[c.country], number);
  return c;
}

}  // namespace

std::string Customer::AnonymousId(uint64_t seed, uint8_t device) const {
  Rng rng(seed, (uint64_t{1} << 41) + number * 2 + device);
  std::string id = "v-";
  for (uint64_t bits = rng.Next(), i = 0; i < 16; ++i, bits >>= 4) {
    id += "0123456789abcdef"[bits & 15];
  }
  return id;
}

std::string Customer::UserId() const {
  return account ? "customer-" + std::to_string(number) : email;
}

uint32_t NewcomersAWeek(const Plan& plan) {
  // How steep JoinedAt's curve is where it ends.
  const double at_end = 2 * (1 - std::sqrt(0.1)) / 0.9;
  const double all = plan.wish.users * (1 - plan.business.joined_before);
  const auto week = static_cast<uint32_t>(std::lround(all * at_end * 7 / plan.wish.days));
  return std::clamp<uint32_t>(week, 1, plan.wish.users);
}

std::vector<Customer> MakeCustomers(const Plan& plan) {
  const uint32_t newcomers =
      plan.weeks == 0 ? 0 : NewcomersAWeek(plan) * static_cast<uint32_t>(plan.weeks);
  const uint32_t count = plan.wish.users + newcomers;
  std::vector<Customer> customers;
  customers.reserve(count);
  for (uint32_t i = 0; i < count; ++i) customers.push_back(Make(plan, i));
  return customers;
}

}  // namespace griot::demo
