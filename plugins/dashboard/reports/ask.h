#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/api/call.h"
#include "plugins/dashboard/api/directory.h"
#include "plugins/dashboard/reports/table.h"

namespace griot::dashboard {

struct Memos;

// What a parameter of the query may be. Plain data, for checking it and for the OpenAPI document.
struct Param {
  enum Type { kText, kInt, kEnum, kWhen, kUuid };
  std::string name;
  std::string description;
  Type type = kText;
  std::vector<std::string> values = {};  // of an enum
  std::string otherwise = {};            // the default; empty: none
  int64_t least = 0, most = 0;           // of an int
  bool needed = false;
};

// A time, [begins, ends) in microseconds since 1970, and its parts.
struct Period {
  int64_t begins = 0, ends = 0;
  int64_t previous_begins = 0, previous_ends = 0;
  int64_t now = 0;
  std::string granularity;
  std::vector<int64_t> starts;  // of its parts; the last ends with it
  std::vector<std::string> labels;
};

// One question to a report, its parameters checked. Lives as long as its call.
class Ask {
 public:
  // Throws Problem that names the parameter.
  Ask(Call& call, const std::vector<Param>& params);
  // About no project, with a value for each parameter that is needed: to see what answers are like.
  static Ask Sample(Call& call, const std::vector<Param>& params);

  Call& call;
  Project project;
  Period period;
  bool compare = false;
  std::shared_ptr<Memos> memos;  // of all that are made of this one

  std::optional<std::string> Text(std::string_view name) const;
  int64_t Int(std::string_view name) const;
  bool Has(std::string_view name) const { return Text(name).has_value(); }

  // A query of sql/queries/reports with what it names bound, as text.
  Result Run(std::string_view query) const;
  Table Read(std::string_view query) const { return TableOf(Run(query)); }
  // What `:name` stands for; throws std::logic_error where it is nothing.
  pg::Param Bound(std::string_view name) const;
  std::vector<pg::Param> BoundAll(const std::vector<std::string>& names) const;

  // The same question about the time before, or with one more thing said.
  Ask Previous() const;
  Ask With(const std::string& name, const std::string& value) const;
  Ask Without(std::string_view name) const;

 private:
  explicit Ask(Call& call_);
  void ReadPeriod();
  void Check(const Param& param, const std::string& value) const;
  void ReadProperty();

  std::map<std::string, std::string, std::less<>> given_;
  std::vector<std::string> property_path_;
  std::string property_value_;
};

// Sets of parameters that reports share.
const Param& ProjectParam();
const std::vector<Param>& TimeParams();     // project, from, to, granularity, compare
const std::vector<Param>& FilterParams();   // channel, name, country … property
const std::vector<Param>& SessionParams();  // those that sessions have
const std::vector<Param>& PageParams();     // limit, offset
std::vector<Param> operator+(std::vector<Param> a, const std::vector<Param>& b);

std::string MicrosText(int64_t micros);  // as Postgres and people read it, UTC

}  // namespace griot::dashboard
