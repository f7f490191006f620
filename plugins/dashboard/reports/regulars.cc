#include "plugins/dashboard/reports/regulars.h"

#include <algorithm>
#include <array>

#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {
namespace {

constexpr std::array<size_t, 3> kSpans{1, 7, 28};  // days that end with the one
constexpr size_t kMostDays = 400;

Table Days(const Ask& ask) {
  const Result days = ask.Run("regular_days");
  const auto rows = static_cast<size_t>(days.rows());
  if (rows > kMostDays + kSpans.back()) {
    throw BadParameter("from", "the range is longer than " + std::to_string(kMostDays) + " days");
  }
  Ask longer = ask;
  longer.period.starts.clear();
  for (int i = 0; i < days.rows(); ++i) longer.period.starts.push_back(days.int8(i, 0));
  longer.period.begins = longer.period.starts.front();
  const auto& slices = ReadSlices(longer, "");
  Table table{{{"start", Kind::kText},
               {"daily", Kind::kInt},
               {"weekly", Kind::kInt},
               {"monthly", Kind::kInt}},
              {}};
  for (size_t day = kSpans.back() - 1; day < rows; ++day) {
    std::vector<Table::Cell> row{std::string(days.text(static_cast<int>(day), 1))};
    Roaring people;
    for (size_t back = 0; back < kSpans.back(); ++back) {
      people |= CellAt(slices[day - back], "").people;
      if (std::find(kSpans.begin(), kSpans.end(), back + 1) != kSpans.end()) {
        row.push_back(CellOf(PeopleOf(ask, people)));
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Report RegularsReport() {
  std::vector<Param> params = TimeParams();
  std::erase_if(params, [](const Param& param) {
    return param.name == "granularity" || param.name == "compare";
  });
  return {
      "/api/v1/regulars",
      "How many people were active in the 1, 7 and 28 days that end with each day (DAU, WAU, MAU)",
      params + SessionParams(),
      {{"days", Shape::kList, &Days, false}}};
}

}  // namespace griot::dashboard
