#pragma once

#include <cstddef>

namespace griot::dashboard {

// An interval of 95 %.
struct Interval {
  double low = 0, high = 0;
};

// So many of those. `whole` is at least 1 below.
struct Share {
  double part = 0, whole = 0;
  double rate() const { return part / whole; }
};

// Wilson's, of one share.
Interval WilsonOf(const Share& share);
// Newcombe's hybrid, of the difference a − b.
Interval DifferenceOf(const Share& a, const Share& b);
// How often chance alone would set two shares so far apart, two-sided: the test of two proportions.
double ChanceOf(const Share& a, const Share& b);

}  // namespace griot::dashboard
