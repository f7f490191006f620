#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "history/customer.h"
#include "history/happening.h"
#include "history/plan.h"
#include "truth/truth.h"

namespace griot::demo {

// "page_view", "message.sent".
std::string_view NameOf(Kind kind);

// Draws the truth from what happened to each customer, one after the other, by the definitions of
// docs/semantics.md. One thread.
class Account {
 public:
  // Both must outlive it.
  Account(const Plan& plan, Truth* truth) : plan_(plan), truth_(*truth) {}

  // All deliveries of one customer, in any order.
  void Add(const Customer& customer, std::span<const Happening> deliveries);
  // Behind the last.
  void Finish(size_t deliveries);

 private:
  // A session's key, and what of it counts.
  struct Key {
    bool web = false;
    uint8_t device = 0;
  };
  struct Span {
    int64_t first = 0, last = 0;
  };
  struct Person {
    PersonTruth truth;
    int64_t first_own = 0;
    bool active = false, buys = false;
    std::vector<Span> sessions;
  };

  // account.cc
  void CountEvents(const Customer& customer);
  void CountSales(const Customer& customer);

  // account_people.cc
  void CountPeople(const Customer& customer);
  void CountPerson(Person person);
  void CountSessions(const Key& key, Person* person);
  static uint64_t VisitsOf(std::vector<Span> sessions);

  // account_talk.cc
  void CountWaits(const Customer& customer);
  void CountMessages();
  bool WasAgent(const Happening& sent) const;

  const Plan& plan_;
  Truth& truth_;
  uint64_t derived_ = 0;             // contacts that the door announces by itself
  std::vector<Happening> happened_;  // of the customer, each once, in order
};

}  // namespace griot::demo
