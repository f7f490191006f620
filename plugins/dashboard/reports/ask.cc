#include "plugins/dashboard/reports/ask.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <stdexcept>

#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "plugins/dashboard/reports/sql.h"
#include "plugins/dashboard/rollup/memo.h"

namespace griot::dashboard {
namespace {

constexpr size_t kLongest = 512;       // bytes of a parameter
constexpr size_t kLongestJson = 4096;  // of one that holds JSON
constexpr size_t kMostParts = 2000;
constexpr double kLongestRange = 5 * 366 * 86'400.0;

bool IsDate(std::string_view text) {
  return text.size() == 10 && text.find_first_not_of("0123456789-") == std::string_view::npos;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex =
        std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

}  // namespace

std::string MicrosText(int64_t micros) {
  const int64_t days =
      micros >= 0 ? micros / 86'400'000'000 : (micros - 86'399'999'999) / 86'400'000'000;
  const int64_t rest = micros - days * 86'400'000'000;
  // Civil date from days since 1970 (Hinnant).
  const int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  const int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
  const int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  char text[80];
  const int size = std::snprintf(
      text, sizeof(text), "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld", static_cast<long long>(year),
      static_cast<long long>(month), static_cast<long long>(day),
      static_cast<long long>(rest / 3'600'000'000), static_cast<long long>(rest / 60'000'000 % 60),
      static_cast<long long>(rest / 1'000'000 % 60));
  std::string out(text, static_cast<size_t>(size));
  if (rest % 1'000'000 != 0) {
    std::snprintf(text, sizeof(text), ".%06lld", static_cast<long long>(rest % 1'000'000));
    out += text;
  }
  return out + 'Z';
}

Ask::Ask(Call& call_) : call(call_), memos(std::make_shared<Memos>()) {}

Ask::Ask(Call& call_, const std::vector<Param>& params) : Ask(call_) {
  for (const auto& [name, value] : call.query) {
    const auto param = std::find_if(params.begin(), params.end(),
                                    [&name = name](const Param& p) { return p.name == name; });
    if (param == params.end()) {
      std::vector<std::string> names;
      for (const Param& p : params) names.push_back(p.name);
      throw BadParameter(name.substr(0, 64), "is not known here; there are " + Joined(names));
    }
    Check(*param, value);
    given_[name] = value;
  }
  for (const Param& param : params) {
    if (given_.contains(param.name)) continue;
    if (param.needed) throw BadParameter(param.name, "is needed");
    if (!param.otherwise.empty()) given_[param.name] = param.otherwise;
  }
  for (const auto& [name, value] : call.params) {
    if (value.empty() || value.size() > kLongest || value.find('\0') != std::string::npos ||
        (call.path.find("/sessions/") != std::string::npos && !IsUuid(value))) {
      throw Problem(404, "not_found", "there is none by this id");
    }
  }
  const auto known = call.directory->Get();
  if (known == nullptr) throw Problem(503, "no_settings", "the store cannot be reached", {}, 5);
  const auto found = known->projects.find(call.project());
  if (found == known->projects.end()) {
    throw Problem(404, "no_project", "there is no such project", "project");
  }
  project = found->second;
  compare = Text("compare") == "previous";
  if (Has("property")) ReadProperty();
  const bool timed =
      std::any_of(params.begin(), params.end(), [](const Param& p) { return p.name == "from"; });
  if (timed) ReadPeriod();
}

Ask Ask::Sample(Call& call, const std::vector<Param>& params) {
  Ask ask(call);
  for (const Param& param : params) {
    if (!param.otherwise.empty()) ask.given_[param.name] = param.otherwise;
    if (param.needed) ask.given_[param.name] = param.name == "steps" ? R"(["a","b"])" : "none";
  }
  ask.given_["id"] = "00000000-0000-0000-0000-000000000000";
  ask.period.granularity = "day";
  ask.period.begins = 946'684'800'000'000;
  ask.period.ends = ask.period.begins + 86'400'000'000;
  ask.period.starts = {ask.period.begins};
  ask.period.labels = {""};
  return ask;
}

void Ask::Check(const Param& param, const std::string& value) const {
  if (value.empty()) throw BadParameter(param.name, "is empty");
  const size_t most = value.starts_with('[') ? kLongestJson : kLongest;
  if (value.size() > most) {
    throw BadParameter(param.name, "is longer than " + std::to_string(most) + " bytes");
  }
  switch (param.type) {
    case Param::kText:
      return;
    case Param::kInt: {
      int64_t n = 0;
      const auto end = std::from_chars(value.data(), value.data() + value.size(), n);
      if (end.ec != std::errc() || end.ptr != value.data() + value.size() || n < param.least ||
          n > param.most) {
        throw BadParameter(param.name, "must be a whole number from " +
                                           std::to_string(param.least) + " to " +
                                           std::to_string(param.most));
      }
      return;
    }
    case Param::kEnum:
      if (std::find(param.values.begin(), param.values.end(), value) == param.values.end()) {
        throw BadParameter(param.name, "must be one of " + Joined(param.values));
      }
      return;
    case Param::kUuid:
      if (!IsUuid(value)) throw BadParameter(param.name, "must be a UUID");
      return;
    case Param::kWhen: {
      const auto at = ParseIso(value);
      constexpr int64_t kFirst = 946'684'800'000'000, kLast = 4'102'444'800'000'000;
      const bool zoned = value.find_first_of("Zz+", 10) != std::string::npos ||
                         value.find('-', 10) != std::string::npos;
      if (!at || !(IsDate(value) || zoned)) {
        throw BadParameter(param.name,
                           "must be a date as 2026-10-31, or an instant as 2026-10-31T09:00:00Z");
      }
      if (*at < kFirst || *at > kLast) {
        throw BadParameter(param.name, "must lie between 2000-01-01 and 2100-01-01");
      }
    }
  }
}

void Ask::ReadProperty() {
  const std::string text = *Text("property");
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw BadParameter("property", "must be PATH=VALUE, as plan=gold or cart.currency=KES");
  }
  std::string_view path = std::string_view(text).substr(0, equals);
  property_value_ = text.substr(equals + 1);
  while (true) {
    const size_t dot = path.find('.');
    if (path.substr(0, dot).empty()) throw BadParameter("property", "its path has an empty name");
    property_path_.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return;
    path.remove_prefix(dot + 1);
  }
}

void Ask::ReadPeriod() {
  const Result range = Run("period");
  const auto at = [&range](int c) { return *ParseIso(IsoOf(range.text(0, c))); };
  period.begins = at(0);
  period.ends = at(1);
  period.previous_begins = at(2);
  period.previous_ends = at(3);
  period.now = at(4);
  if (period.begins >= period.ends) {
    throw BadParameter(Has("to") ? "to" : "from",
                       Has("to") ? "must lie after from" : "lies in the future");
  }
  const double seconds = static_cast<double>(period.ends - period.begins) / 1e6;
  if (seconds > kLongestRange) throw BadParameter("from", "the range is longer than five years");
  period.granularity = Text("granularity").value_or("day");
  const double length = period.granularity == "hour" ? 3600 : 86'400;
  if (Has("granularity") && seconds / length > kMostParts) {
    throw BadParameter("granularity", "the range has more than 2000 of these");
  }
  if (!Has("granularity")) return;
  const Result parts = Run("buckets");
  for (int i = 0; i < parts.rows(); ++i) {
    period.starts.push_back(parts.int8(i, 0));
    period.labels.emplace_back(parts.text(i, 1));
  }
}

std::optional<std::string> Ask::Text(std::string_view name) const {
  const auto found = given_.find(name);
  if (found == given_.end()) return std::nullopt;
  return found->second;
}

int64_t Ask::Int(std::string_view name) const {
  int64_t n = 0;
  const std::string text = Text(name).value_or("0");
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

pg::Param Ask::Bound(std::string_view name) const {
  const auto when = [this](std::string_view param, bool date) -> pg::Param {
    const auto text = Text(param);
    if (!text || IsDate(*text) != date) return std::nullopt;
    return *text;
  };
  if (name == "project") return project.id;
  if (name == "zone") return project.zone;
  if (name == "week_start") return std::to_string(project.week_start);
  if (name == "response_target") return *CellOf(project.response_target);
  if (name == "from_date") return when("from", true);
  if (name == "from_at") return when("from", false);
  if (name == "to_date") return when("to", true);
  if (name == "to_at") return when("to", false);
  if (name == "from" || name == "begins") return MicrosText(period.begins);
  if (name == "to" || name == "ends") return MicrosText(period.ends);
  if (name == "granularity") return period.granularity;
  if (name == "starts") {
    std::string text = "{";
    for (const int64_t start : period.starts) {
      if (text.size() > 1) text += ',';
      text += '"' + MicrosText(start) + '"';
    }
    return text + '}';
  }
  if (name == "property_path") {
    return property_path_.empty() ? pg::Param() : TextArray(property_path_);
  }
  if (name == "property_value") return property_path_.empty() ? pg::Param() : property_value_;
  if (const auto found = call.params.find(name); found != call.params.end()) return found->second;
  return Text(name);
}

std::vector<pg::Param> Ask::BoundAll(const std::vector<std::string>& names) const {
  std::vector<pg::Param> values;
  for (const std::string& name : names) values.push_back(Bound(name));
  return values;
}

Result Ask::Run(std::string_view name) const {
  const Query& query = QueryOf(name);
  return call.reader->Run(query.text, BoundAll(query.names));
}

Ask Ask::Previous() const {
  Ask before = *this;
  before.period.begins = period.previous_begins;
  before.period.ends = period.previous_ends;
  before.period.starts = {period.previous_begins};
  before.period.labels = {MicrosText(period.previous_begins)};
  before.compare = false;
  return before;
}

Ask Ask::With(const std::string& name, const std::string& value) const {
  Ask other = *this;
  other.given_[name] = value;
  return other;
}

Ask Ask::Without(std::string_view name) const {
  Ask other = *this;
  if (const auto found = other.given_.find(name); found != other.given_.end()) {
    other.given_.erase(found);
  }
  return other;
}

std::vector<Param> operator+(std::vector<Param> a, const std::vector<Param>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace griot::dashboard
