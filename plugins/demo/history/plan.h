#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "business/business.h"
#include "griot/time.hpp"

namespace griot::demo {

constexpr Micros kMilli = kSecond / 1000;
constexpr Micros kWeek = 7 * kDay;

inline double SecondsOf(Micros time) { return static_cast<double>(time) / kSecond; }

// What a history is made of, and nothing else: the same values, the same history.
struct Wish {
  uint32_t users = 2000;
  uint32_t days = 60;
  uint64_t seed = 1;
  int64_t end = 0;  // microseconds since 1970, a whole second
  std::string business = "shop";

  bool operator==(const Wish&) const = default;
};

struct Campaign {
  int64_t at = 0;
  uint8_t template_of = 0;  // 1: the business's first
};

// What all customers of a history share. Both it refers to must outlive it; the same for all
// threads.
struct Plan {
  // `weeks`: that the history goes on for, after its end.
  Plan(const Wish& wish, const Business& business, int weeks = 0);

  const Wish& wish;
  const Business& business;
  int64_t begin;  // the local midnight that the first day begins with
  int64_t broken_from;
  int weeks;
  std::vector<Campaign> campaigns;
  size_t own_campaigns = 0;  // until the history's last day; the others are of the weeks

  // Week 0 is the history itself.
  int64_t EndOfWeek(int week) const { return wish.end + week * kWeek; }

  // Local days since 1970, and hours of the day.
  int64_t DayOf(int64_t at) const { return (at + Zone()) / kDay; }
  int HourOf(int64_t at) const { return static_cast<int>((at + Zone()) % kDay / kHour); }
  bool AtNight(int64_t at) const;
  // 0 is Monday.
  static int WeekdayOf(int64_t day) { return static_cast<int>((day + 3) % 7); }
  int64_t Zone() const { return business.zone_minutes * kMinute; }
};

}  // namespace griot::demo
