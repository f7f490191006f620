#include "plugins/dashboard/reports/shares.h"

#include <algorithm>
#include <cmath>

namespace griot::dashboard {
namespace {

constexpr double kZ = 1.959963984540054;  // of 95 %, two-sided

}  // namespace

Interval WilsonOf(const Share& share) {
  const double n = share.whole, p = share.rate(), zz = kZ * kZ;
  const double middle = p + zz / (2 * n);
  const double reach = kZ * std::sqrt(p * (1 - p) / n + zz / (4 * n * n));
  return {std::max(0.0, (middle - reach) / (1 + zz / n)),
          std::min(1.0, (middle + reach) / (1 + zz / n))};
}

Interval DifferenceOf(const Share& a, const Share& b) {
  const Interval x = WilsonOf(a), y = WilsonOf(b);
  const double d = a.rate() - b.rate();
  return {d - std::hypot(a.rate() - x.low, y.high - b.rate()),
          d + std::hypot(x.high - a.rate(), b.rate() - y.low)};
}

double ChanceOf(const Share& a, const Share& b) {
  const double p = (a.part + b.part) / (a.whole + b.whole);
  const double spread = std::sqrt(p * (1 - p) * (1 / a.whole + 1 / b.whole));
  if (spread == 0) return 1;
  return std::erfc(std::abs(a.rate() - b.rate()) / spread / std::sqrt(2.0));
}

}  // namespace griot::dashboard
