#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "griot/plugin.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "plugins/whatsapp_crm/options.h"
#include "plugins/whatsapp_crm/unknowns.h"

namespace griot::whatsapp_crm {

// One event as a provider's format tells it. The views live until Delivery::Add returns.
struct Told {
  std::string_view name;
  std::string_view number_id;  // of the business number: leads to the project
  std::string_view key_space;  // with `key` what makes the event's id the same each time
  std::string_view key;
  std::string_view user_id;
  Micros occurred_at = 0;
  std::string_view properties;  // one JSON object each
  std::string_view context;
  std::string_view raw;  // the element that it was made of, kept where it can be no event
};

// What one webhook brings: events, dead letters, and what is only counted. Nothing is taken before
// Submit. One thread; what it is made from must outlive it.
class Delivery {
 public:
  Delivery(const Context& context, const Options& options, const Unknowns& unknowns,
           std::string_view channel, std::string_view body)
      : context_(context), options_(options), unknowns_(unknowns), channel_(channel), body_(body) {}

  Micros received_at() const { return received_at_; }

  void Add(const Told& told);
  // Keeps bytes that are no event, with the reason.
  void Dead(std::string_view raw, std::string_view reason, std::string_view detail);
  // Acknowledges what stands for no event here.
  void Ignore(std::string_view field) { unknowns_.Count(field); }

  // Whose events there were, and how many: the events, and what could be none.
  struct Share {
    std::string_view project;  // of the options
    uint64_t events = 0, dead = 0;
  };
  const std::vector<Share>& shares() const { return shares_; }

  bool empty() const { return count_ == 0; }
  bool full() const { return full_; }
  // Requires something in it. True: settled later, with the token.
  bool Submit(uint64_t token) { return !full_ && submission_->Submit(token); }

 private:
  bool Open();
  Share& ShareOf(std::string_view project);

  const Context& context_;
  const Options& options_;
  const Unknowns& unknowns_;
  const std::string_view channel_;
  const std::string_view body_;
  const Micros received_at_ = Now();
  std::optional<Submission> submission_;
  Uuid last_dead_{};
  size_t count_ = 0;
  std::vector<Share> shares_;
  bool full_ = false;
};

}  // namespace griot::whatsapp_crm
