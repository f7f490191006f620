#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace griot::demo {

// Things of which some are met more often than others.
template <class T>
struct Weighted {
  std::vector<T> items;
  std::vector<double> until;  // sums of the weights so far

  void Add(double weight, T item) {
    until.push_back((until.empty() ? 0 : until.back()) + weight);
    items.push_back(std::move(item));
  }
};

struct Country {
  std::string code, prefix;
  int digits = 0;  // behind the prefix
};
struct Device {
  std::string name, user_agent;
};
struct Origin {
  std::string source, medium, campaign, referrer;
};
struct Page {
  std::string path, title;
  int64_t price = 0;  // of a product
};
struct Template {
  std::string category, name, text;
  double failed = 0, delivered = 0, read = 0, replied = 0, clicked = 0;
};
struct Failure {
  int64_t code = 0;
  std::string title;
};

// One invented business, as a file of this folder describes it: what its customers and agents do,
// how often, and in which words. Plain data, the same for all threads once it is read.
struct Business {
  std::string name, site, zone, currency, number, broken_device, better_template, lesser_template;
  int64_t zone_minutes = 0;
  int night_from = 0, night_until = 0;  // hours of the business's day

  double joined_before, web_only, whatsapp_only, both, crm, second_device, account, tells_phone;
  double visits_a_week, chats_a_week, spread;
  double look_at_product, sign_up, log_in, into_cart, check_out, pay, pay_when_broken, broken_from,
      page_errors, exact_gaps;
  double turns, answer_day, answer_night, answer_sigma, unanswered_day, unanswered_night, thanks,
      reaction, media, from_phone_app, agent_told, never_delivered, never_read, delivered_left_out,
      bot_first, bot_is_enough, transferred, resolved, rated;
  double campaign_minute, audience, order_update, late_hours, late_days, repeated;

  std::vector<double> campaign_days, hours, weekdays;
  Weighted<Country> countries;
  Weighted<Device> devices;
  Weighted<Origin> origins;
  Weighted<Page> pages, products;
  std::vector<Template> templates;  // those of campaigns first
  size_t campaign_templates = 0;
  std::vector<std::string> agents, first, last, questions, answers, thanks_texts, bot_texts,
      intents, outcomes;
  std::vector<Failure> failures;
};

// Throws std::runtime_error, with the line's number, where the text is no business.
Business ReadBusiness(std::string_view text);

// Of those that griot brings: the text of `name`, empty where there is none.
std::string_view BusinessText(std::string_view name);
// Their names, for people.
std::string BusinessNames();

}  // namespace griot::demo
