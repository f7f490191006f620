#pragma once

#include <string>
#include <vector>

#include "plugins/dashboard/reports/report.h"
#include "plugins/dashboard/rollup/reader.h"

namespace griot::dashboard {

// Parts of reports that the roll-ups make.

// How many people had their first own event in each part of the period.
std::vector<int64_t> NewPeople(const Ask& ask);

// events, own events, people of each value of a dim, the most people first.
Table SplitTable(const Ask& ask, const std::string& dim, size_t most);

// The period by the hours of the project's clock; `cell_of` says for each which it is, weekday (1:
// Monday) * 24 + hour.
Ask HourlyOf(const Ask& ask, std::vector<int>* cell_of);

// By weekday (1: Monday) and hour: distinct people with own events, and events.
Table HeatmapTable(const Ask& ask);

}  // namespace griot::dashboard
