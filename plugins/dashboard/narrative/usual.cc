#include "plugins/dashboard/narrative/usual.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace griot::dashboard {
namespace {

constexpr size_t kFewestWeeks = 4;
constexpr double kAlpha = 0.05;

// The continued fraction of the incomplete beta function (Lentz), for x < (a + 1) / (a + b + 2).
double BetaFraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  const auto far = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1, d = 1 / far(1 - (a + b) * x / (a + 1)), h = d;
  for (int m = 1; m <= 300; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / far(1 + even * d);
    c = far(1 + even / c);
    h *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / far(1 + odd * d);
    c = far(1 + odd / c);
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

double IncompleteBeta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * BetaFraction(a, b, x) / a;
  return 1 - front * BetaFraction(b, a, 1 - x) / b;
}

}  // namespace

double StudentTail(double t, double df) { return IncompleteBeta(df / 2, 0.5, df / (df + t * t)); }

double StudentQuantile(double tail, double df) {
  double low = 0, high = 1e6;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (StudentTail(middle, df) > tail ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<Usual> UsualOf(double now, const std::vector<double>& before) {
  if (before.size() < kFewestWeeks) return std::nullopt;
  const auto n = static_cast<double>(before.size());
  const double mean = std::accumulate(before.begin(), before.end(), 0.0) / n;
  double squares = 0;
  for (const double x : before) squares += (x - mean) * (x - mean);
  const double spread = std::sqrt(squares / (n - 1)) * std::sqrt(1 + 1 / n);
  const double reach = StudentQuantile(kAlpha, n - 1) * spread;
  Usual usual{mean - reach, mean + reach, 1};
  if (spread > 0) {
    usual.p = StudentTail(std::abs(now - mean) / spread, n - 1);
  } else if (now != mean) {
    usual.p = 0;
  }
  return usual;
}

std::vector<bool> Findings(const std::vector<double>& p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<bool> found(p.size(), false);
  for (size_t i = 0; i < order.size(); ++i) {
    if (p[order[i]] > kAlpha / static_cast<double>(p.size() - i)) break;
    found[order[i]] = true;
  }
  return found;
}

}  // namespace griot::dashboard
