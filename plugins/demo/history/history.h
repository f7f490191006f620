#pragma once

#include <memory>
#include <string>
#include <vector>

#include "history/customer.h"
#include "history/happening.h"
#include "history/plan.h"
#include "truth/truth.h"

namespace griot::demo {

// The `who` of what the business does to all.
constexpr uint32_t kBusinessItself = ~uint32_t{0};

// A whole invented history, and what is true of it. Made once; the same for all threads then.
class History {
 public:
  // Throws std::runtime_error where there is no such business, or its file is wrong.
  explicit History(Wish wish);
  // How it goes on in so many weeks after its end: what arrives after `since`, without a truth. The
  // same history, and a time, is the same in however many weeks.
  History(Wish wish, int weeks, int64_t since);
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  const Wish& wish() const { return wish_; }
  const Business& business() const { return business_; }
  const Plan& plan() const { return plan_; }
  const std::vector<Customer>& customers() const { return customers_; }
  // Every delivery, in the order in which they arrive.
  const std::vector<Happening>& deliveries() const { return deliveries_; }
  const Truth& truth() const { return truth_; }

  // The same deliveries in another order, that of the seed.
  std::vector<Happening> Shuffled() const;

 private:
  // Those that were sent from `from` on, each to so many.
  void AddCampaigns(const std::vector<uint32_t>& recipients, int64_t from);
  void SortDeliveries();

  const Wish wish_;
  const Business business_;
  const Plan plan_;
  const std::vector<Customer> customers_;
  std::vector<Happening> deliveries_;
  Truth truth_;
};

}  // namespace griot::demo
