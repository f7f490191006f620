// Persons, their sessions and visits.
#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "truth/account.h"

namespace griot::demo {
namespace {

constexpr int64_t kIdle = 1800 * kSecond;
constexpr int kAccount = 2, kPhone = 3;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

bool IsOwn(Kind kind) {
  switch (kind) {
    case Kind::kPageView:
    case Kind::kAddToCart:
    case Kind::kCheckout:
    case Kind::kSignup:
    case Kind::kPurchase:
    case Kind::kError:  // all of the page
    case Kind::kHandshake:
    case Kind::kReceived:
    case Kind::kReaction:
    case Kind::kCsatSubmitted:
      return true;
    default:
      return false;
  }
}

// Opens and extends a session.
bool Counts(const Happening& h) {
  const bool sent = h.kind == Kind::kSent || h.kind == Kind::kEcho;
  return IsOwn(h.kind) || (sent && h.campaign == 0);
}

}  // namespace

// What is the customer's is one person's where evidence links it: a log-in links a device to the
// account and, where it tells it, to the phone; a token from a chat links the device to the phone.
void Account::CountPeople(const Customer& customer) {
  bool met[2] = {false, false}, writes = false;
  // Its two devices, its account, its phone: those of one number are one person's.
  int group[4] = {0, 1, kAccount, kPhone};
  bool identified = false;
  const auto link = [&group](int a, int b) {
    const int from = group[a], to = group[b];
    std::replace(std::begin(group), std::end(group), from, to);
  };
  for (const Happening& h : happened_) {
    if (!OnWeb(h.kind)) writes = true;
    if (OnWeb(h.kind)) met[h.device] = true;
    if (h.kind == Kind::kHandshake) link(h.device, kPhone);
    if (h.kind != Kind::kIdentify) continue;
    identified = true;
    link(h.device, kAccount);
    if (customer.tells_phone) link(kAccount, kPhone);
  }
  Person persons[4];
  const auto add = [&](int what, std::string id) {
    persons[group[what]].truth.identifiers.push_back(std::move(id));
  };
  for (uint8_t device = 0; device < 2; ++device) {
    if (!met[device]) continue;
    add(device, "anonymous:" + customer.AnonymousId(plan_.wish.seed, device));
    CountSessions({true, device}, &persons[group[device]]);
  }
  if (identified) {
    if (customer.account) add(kAccount, "account:" + customer.UserId());
    add(kAccount, "email:" + customer.email);
  }
  if (writes || (identified && customer.tells_phone)) add(kPhone, "phone:+" + customer.phone);
  if (writes) CountSessions({false, 0}, &persons[group[kPhone]]);
  for (Person& person : persons) {
    if (!person.truth.identifiers.empty()) CountPerson(std::move(person));
  }
}

void Account::CountPerson(Person person) {
  truth_.visits += VisitsOf(person.sessions);
  if (person.active) {
    ++truth_.active;
    ++truth_.new_people[plan_.DayOf(person.first_own)];
  }
  if (person.buys) ++truth_.buyers;
  std::sort(person.truth.identifiers.begin(), person.truth.identifiers.end());
  truth_.persons.push_back(std::move(person.truth));
}

void Account::CountSessions(const Key& key, Person* person) {
  SessionTruth& sum = truth_.sessions[key.web ? "web" : "whatsapp"];
  Span span;
  int64_t first_own = kNever, last_own = 0;
  bool open = false, converted = false;
  uint64_t own = 0;
  const auto close = [&] {
    if (!open) return;
    ++sum.all;
    if (own > 0) ++sum.engaged;
    if (converted) ++sum.converted;
    if (own > 1) sum.seconds.push_back(SecondsOf(last_own - first_own));
    person->sessions.push_back(span);
  };
  for (const Happening& h : happened_) {
    if (OnWeb(h.kind) != key.web || (key.web && h.device != key.device) || !Counts(h)) continue;
    if (!open || h.at - span.last > kIdle) {
      close();
      open = true;
      converted = false;
      own = 0;
      first_own = kNever;
      span.first = h.at;
    }
    span.last = h.at;
    converted = converted || h.kind == Kind::kPurchase;
    person->buys = person->buys || h.kind == Kind::kPurchase;
    if (!IsOwn(h.kind)) continue;
    ++own;
    first_own = std::min(first_own, h.at);
    last_own = h.at;
    person->first_own = person->active ? std::min(person->first_own, h.at) : h.at;
    person->active = true;
  }
  close();
}

uint64_t Account::VisitsOf(std::vector<Span> sessions) {
  std::sort(sessions.begin(), sessions.end(),
            [](const Span& a, const Span& b) { return a.first < b.first; });
  uint64_t visits = 0;
  int64_t latest = 0;
  for (const Span& session : sessions) {
    if (visits == 0 || session.first - latest > kIdle) ++visits;
    latest = std::max(latest, session.last);
  }
  return visits;
}

}  // namespace griot::demo
