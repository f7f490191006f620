#include "business/business.h"

#include <charconv>
#include <map>
#include <set>
#include <span>
#include <stdexcept>

#include "griot/embedded_file.hpp"

namespace griot::demo {

extern const std::span<const EmbeddedFile> kBusinesses;

namespace {

const std::map<std::string_view, double Business::*> kNumbers = {
    {"joined_before", &Business::joined_before},
    {"web_only", &Business::web_only},
    {"whatsapp_only", &Business::whatsapp_only},
    {"both", &Business::both},
    {"crm", &Business::crm},
    {"second_device", &Business::second_device},
    {"account", &Business::account},
    {"tells_phone", &Business::tells_phone},
    {"visits_a_week", &Business::visits_a_week},
    {"chats_a_week", &Business::chats_a_week},
    {"spread", &Business::spread},
    {"look_at_product", &Business::look_at_product},
    {"sign_up", &Business::sign_up},
    {"log_in", &Business::log_in},
    {"into_cart", &Business::into_cart},
    {"check_out", &Business::check_out},
    {"pay", &Business::pay},
    {"pay_when_broken", &Business::pay_when_broken},
    {"broken_from", &Business::broken_from},
    {"page_errors", &Business::page_errors},
    {"exact_gaps", &Business::exact_gaps},
    {"turns", &Business::turns},
    {"answer_day", &Business::answer_day},
    {"answer_night", &Business::answer_night},
    {"answer_sigma", &Business::answer_sigma},
    {"unanswered_day", &Business::unanswered_day},
    {"unanswered_night", &Business::unanswered_night},
    {"thanks", &Business::thanks},
    {"reaction", &Business::reaction},
    {"media", &Business::media},
    {"from_phone_app", &Business::from_phone_app},
    {"agent_told", &Business::agent_told},
    {"never_delivered", &Business::never_delivered},
    {"never_read", &Business::never_read},
    {"delivered_left_out", &Business::delivered_left_out},
    {"bot_first", &Business::bot_first},
    {"bot_is_enough", &Business::bot_is_enough},
    {"transferred", &Business::transferred},
    {"resolved", &Business::resolved},
    {"rated", &Business::rated},
    {"campaign_minute", &Business::campaign_minute},
    {"audience", &Business::audience},
    {"order_update", &Business::order_update},
    {"campaign_minute", &Business::campaign_minute},
    {"audience", &Business::audience},
    {"order_update", &Business::order_update},
    {"late_hours", &Business::late_hours},
    {"late_days", &Business::late_days},
    {"repeated", &Business::repeated},
};

const std::map<std::string_view, std::string Business::*> kTexts = {
    {"name", &Business::name},
    {"site", &Business::site},
    {"currency", &Business::currency},
    {"number", &Business::number},
    {"broken_device", &Business::broken_device},
};

// Of as many values as there are: on one line, or a line each.
const std::map<std::string_view, std::vector<std::string> Business::*> kLists = {
    {"agent", &Business::agents},       {"first", &Business::first},
    {"last", &Business::last},          {"question", &Business::questions},
    {"answer", &Business::answers},     {"thanks_text", &Business::thanks_texts},
    {"bot_text", &Business::bot_texts}, {"intent", &Business::intents},
    {"outcome", &Business::outcomes},
};
const std::map<std::string_view, std::vector<double> Business::*> kNumberLists = {
    {"campaign_days", &Business::campaign_days},
    {"hours", &Business::hours},
    {"weekdays", &Business::weekdays},
};

using Row = std::span<const std::string>;

double Number(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::runtime_error("\"" + text + "\" is no number");
  }
  return number;
}

// The lines that make one thing each, by the number of their values.
struct Maker {
  size_t values;
  void (*make)(Business& b, Row row);
};
const std::map<std::string_view, Maker> kMakers = {
    {"zone",
     {2,
      [](Business& b, Row r) {
        b.zone = r[0];
        b.zone_minutes = static_cast<int64_t>(Number(r[1]));
      }}},
    {"night",
     {2,
      [](Business& b, Row r) {
        b.night_from = static_cast<int>(Number(r[0]));
        b.night_until = static_cast<int>(Number(r[1]));
      }}},
    {"country",
     {4,
      [](Business& b, Row r) {
        b.countries.Add(Number(r[1]), {r[0], r[2], static_cast<int>(Number(r[3]))});
      }}},
    {"device",
     {3,
      [](Business& b, Row r) {
        b.devices.Add(Number(r[0]), {r[1], r[2]});
      }}},
    {"origin",
     {5,
      [](Business& b, Row r) {
        b.origins.Add(Number(r[0]), {r[1], r[2], r[3], r[4]});
      }}},
    {"page",
     {3,
      [](Business& b, Row r) {
        b.pages.Add(Number(r[0]), {r[1], r[2]});
      }}},
    {"product",
     {4,
      [](Business& b, Row r) {
        b.products.Add(Number(r[0]), {r[1], r[2], static_cast<int64_t>(Number(r[3]))});
      }}},
    {"template",
     {8,
      [](Business& b, Row r) {
        b.templates.push_back({r[0], r[1], r[7], Number(r[2]), Number(r[3]), Number(r[4]),
                               Number(r[5]), Number(r[6])});
        if (r[0] == "marketing") b.campaign_templates = b.templates.size();
      }}},
    {"better_template",
     {2,
      [](Business& b, Row r) {
        b.better_template = r[0];
        b.lesser_template = r[1];
      }}},
    {"failure",
     {2,
      [](Business& b, Row r) {
        b.failures.push_back({static_cast<int64_t>(Number(r[0])), r[1]});
      }}},
};

std::string_view Trim(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") + 1 - from);
}

std::vector<std::string> Split(std::string_view line) {
  std::vector<std::string> parts;
  for (size_t at = 0; at != std::string_view::npos;) {
    const size_t bar = line.find('|', at);
    parts.emplace_back(Trim(line.substr(at, bar == std::string_view::npos ? bar : bar - at)));
    at = bar == std::string_view::npos ? bar : bar + 1;
  }
  return parts;
}

void Take(const std::vector<std::string>& line, Business* b) {
  const Row values = Row(line).subspan(1);
  const std::string& name = line[0];
  const auto want = [&](size_t count) {
    if (values.size() != count) {
      throw std::runtime_error(name + " has " + std::to_string(count) + " values");
    }
  };
  if (const auto number = kNumbers.find(name); number != kNumbers.end()) {
    want(1);
    b->*number->second = Number(values[0]);
  } else if (const auto text = kTexts.find(name); text != kTexts.end()) {
    want(1);
    b->*text->second = values[0];
  } else if (const auto list = kLists.find(name); list != kLists.end()) {
    for (const std::string& value : values) (b->*list->second).push_back(value);
  } else if (const auto numbers = kNumberLists.find(name); numbers != kNumberLists.end()) {
    for (const std::string& value : values) (b->*numbers->second).push_back(Number(value));
  } else if (const auto maker = kMakers.find(name); maker != kMakers.end()) {
    want(maker->second.values);
    maker->second.make(*b, values);
  } else {
    throw std::runtime_error("unknown name " + name);
  }
}

void WantAll(const std::set<std::string>& seen) {
  const auto want = [&](const auto& names) {
    for (const auto& entry : names) {
      if (!seen.contains(std::string(entry.first))) {
        throw std::runtime_error("a business needs " + std::string(entry.first));
      }
    }
  };
  want(kNumbers);
  want(kTexts);
  want(kLists);
  want(kNumberLists);
  want(kMakers);
}

}  // namespace

Business ReadBusiness(std::string_view text) {
  Business business{};
  std::set<std::string> seen;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number;
    // A comment begins a line or stands behind a space.
    if (const size_t at = line.find(" #"); at != std::string_view::npos) line = line.substr(0, at);
    line = Trim(line);
    if (line.empty() || line.starts_with('#')) continue;
    const auto parts = Split(line);
    try {
      Take(parts, &business);
    } catch (const std::runtime_error& e) {
      throw std::runtime_error("line " + std::to_string(number) + ": " + e.what());
    }
    seen.insert(parts[0]);
  }
  WantAll(seen);
  if (business.hours.size() != 24 || business.weekdays.size() != 7 ||
      business.campaign_templates == 0 ||
      business.campaign_templates == business.templates.size()) {
    throw std::runtime_error("24 hours, 7 weekdays and templates of both categories are needed");
  }
  return business;
}

std::string_view BusinessText(std::string_view name) {
  for (const EmbeddedFile& file : kBusinesses) {
    if (file.name.substr(0, file.name.rfind('.')) == name) return file.text;
  }
  return {};
}

std::string BusinessNames() {
  std::string names;
  for (const EmbeddedFile& file : kBusinesses) {
    names.append(names.empty() ? "" : ", ").append(file.name.substr(0, file.name.rfind('.')));
  }
  return names;
}

}  // namespace griot::demo
