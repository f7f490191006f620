#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

const Param& ProjectParam() {
  static const Param param = {"project", "Whose numbers; needed where the caller may see several"};
  return param;
}

const std::vector<Param>& TimeParams() {
  static const std::vector<Param> params = {
      ProjectParam(),
      {"from",
       "The first day in the project's time zone, or an instant; 28 days to `to` without it",
       Param::kWhen},
      {"to", "The last day, included, or the instant before which it ends; today without it",
       Param::kWhen},
      {"granularity",
       "What a point of a series is",
       Param::kEnum,
       {"hour", "day", "week", "month"},
       "day"},
      {"compare",
       "Beside it the time before: as many days, cut at the same time of day",
       Param::kEnum,
       {"previous"}}};
  return params;
}

const std::vector<Param>& FilterParams() {
  static const std::vector<Param> params = {
      {"channel", "Only of this channel: whatsapp, web, …"},
      {"name", "Only events of this name"},
      {"country", "Only of this country, ISO 3166-1 alpha-2"},
      {"campaign", "Only of this campaign: the messages' campaignId, else utm_campaign"},
      {"template", "Only of this template"},
      {"agent", "Only of this agent"},
      {"device", "Only of this kind of device: mobile, desktop, …"},
      {"property", "Only events with this value of a property: PATH=VALUE"}};
  return params;
}

const std::vector<Param>& SessionParams() {
  static const std::vector<Param> params = {
      {"channel", "Only of this channel: whatsapp, web, …"},
      {"country", "Only of this country, ISO 3166-1 alpha-2"},
      {"campaign", "Only of this campaign"},
      {"device", "Only of this kind of device: mobile, desktop, …"}};
  return params;
}

const std::vector<Param>& PageParams() {
  static const std::vector<Param> params = {
      {"limit", "At most so many rows", Param::kInt, {}, "50", 1, 1000},
      {"offset", "After so many rows", Param::kInt, {}, "0", 0, 100'000}};
  return params;
}

}  // namespace griot::dashboard
