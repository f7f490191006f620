#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/dashboard/rollup/cell.h"

namespace griot::dashboard {

class Ask;

// Cells by the value that an answer is split by ("" where it is not split).
using Slice = std::map<std::string, Cell>;

// What happened in each part of the period of `ask`, of what its filters let through, split by a
// dim (name, channel, country, campaign, template, agent, device, browser, page, place, error), by
// a property ("property:a.b"), or not at all (""). `people` are those with own events, or with any
// where a name is asked for or split by. From the roll-ups where they have these filters together,
// and what lies in half a quarter of an hour from the events; else from the events alone: as exact,
// and slower. Stands there as long as `ask` and its copies. Without `people` their sets may be
// empty, which is quicker.
const std::vector<Slice>& ReadSlices(const Ask& ask, const std::string& split, bool people = true);

// How many people a set of identifiers is, as known today.
int64_t PeopleOf(const Ask& ask, const Roaring& identifiers);
// All slices together.
Slice Whole(const std::vector<Slice>& slices);
// One value of a slice; an empty cell where it is not there.
const Cell& CellAt(const Slice& slice, const std::string& value);

}  // namespace griot::dashboard
