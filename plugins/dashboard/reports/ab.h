#pragma once

#include <optional>
#include <vector>

#include "plugins/dashboard/reports/report.h"
#include "plugins/dashboard/reports/shares.h"

namespace griot::dashboard {

// The probability that b's true rate is above a's, of what Beta(1, 1) priors and the counts leave
// to be believed. The time grows with b's part.
double ProbabilityOver(const Share& b, const Share& a);

// The chance of groups so uneven, or more, where equal ones were meant: χ² with one degree less
// than there are groups. Nothing where there is nothing to compare.
std::optional<double> SampleRatioChance(const std::vector<double>& sizes);

// The variants of a campaign's messages, each held against the first by name (docs/semantics.md,
// A/B).
Report VariantsReport();

}  // namespace griot::dashboard
