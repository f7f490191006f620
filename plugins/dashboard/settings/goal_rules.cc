#include "plugins/dashboard/settings/goal_rules.h"

#include <algorithm>
#include <array>

#include "plugins/dashboard/api/answer.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostFilters = 20, kMostText = 500;
constexpr std::array<std::string_view, 3> kOfTexts{"is", "is_not", "contains"};
constexpr std::array<std::string_view, 4> kOfNumbers{"gt", "gte", "lt", "lte"};
constexpr std::array<std::string_view, 2> kOfNothing{"set", "not_set"};

template <size_t kSize>
bool Holds(const std::array<std::string_view, kSize>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string TextOf(json::Value value, const std::string& name) {
  json::Scratch scratch;
  const auto text = value.string(scratch);
  if (!text || text->empty() || text->size() > kMostText || !value.jsonb_ok()) {
    throw BadParameter(name, "must be a text of 1 to 500 bytes");
  }
  return std::string(*text);
}

void ReadFilter(json::Value filter, const std::string& name, json::Writer<std::string>& w) {
  if (!filter.is_object()) throw BadParameter(name, "must be an object");
  for (const auto [key, value] : filter.members()) {
    if (!key.StringIs("property") && !key.StringIs("op") && !key.StringIs("value")) {
      throw BadParameter(name, "has property, op and value, and nothing else");
    }
  }
  const std::string op = TextOf(filter.Find("op"), name + ".op");
  const json::Value value = filter.Find("value");
  w.BeginObject().Key("property").String(TextOf(filter.Find("property"), name + ".property"));
  w.Key("op").String(op);
  if (Holds(kOfNothing, op)) {
    if (value.exists()) throw BadParameter(name + ".value", "makes no sense with this op");
  } else if (Holds(kOfNumbers, op)) {
    if (!value.is_number() || !value.jsonb_ok()) {
      throw BadParameter(name + ".value", "must be a number");
    }
    w.Key("value").Raw(value.raw());
  } else if (Holds(kOfTexts, op)) {
    // "contains" looks into texts; the others compare numbers and truths as they are written.
    const bool plain = op != "contains" && (value.is_number() || value.is_bool());
    w.Key("value").String(plain ? std::string(value.raw()) : TextOf(value, name + ".value"));
  } else {
    throw BadParameter(name + ".op",
                       "must be is, is_not, contains, set, not_set, gt, gte, lt or lte");
  }
  w.EndObject();
}

}  // namespace

std::string ReadFilters(json::Value filters) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  if (filters.exists() && !filters.is_null()) {
    if (!filters.is_array() || filters.size() > kMostFilters) {
      throw BadParameter("filters", "must be a list of at most 20");
    }
    size_t index = 0;
    for (const json::Value filter : filters.elements()) {
      ReadFilter(filter, "filters[" + std::to_string(index++) + "]", w);
    }
  }
  w.EndArray();
  return text;
}

}  // namespace griot::dashboard
