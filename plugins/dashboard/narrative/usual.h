#pragma once

#include <optional>
#include <string>
#include <vector>

namespace griot::dashboard {

// What a figure usually is: m ± t(0.975, n−1)·s·√(1+1/n) over the n weeks before (docs/semantics.md
// §5).
struct Usual {
  double low = 0, high = 0;
  double p = 1;  // how often chance alone would bring a week as far off, two-sided
};

// nullopt: fewer than 4 weeks are known.
std::optional<Usual> UsualOf(double now, const std::vector<double>& before);

// Which of these are findings: Holm's correction over all of them, at 5 %.
std::vector<bool> Findings(const std::vector<double>& p);

// Of Student's t with `df` degrees of freedom: P(|T| ≥ t), and the t that has it.
double StudentTail(double t, double df);
double StudentQuantile(double tail, double df);

}  // namespace griot::dashboard
