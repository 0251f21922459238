// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "duty/day.h"

namespace mandat::internal {

// Easter Sunday of the western churches.
Day EasterOf(int year);

// One line of a calendar: which day of a year is a holiday.
struct HolidayRule {
  enum class Kind { kFixed, kEaster, kNth, kLast, kOnOrBefore, kOnOrAfter, kOnce };
  // What a holiday that falls on certain weekdays does: nothing, adds a day off, or moves.
  enum class Shift { kNone, kAlso, kInstead };

  Kind kind = Kind::kFixed;
  unsigned month = 1;
  unsigned day = 1;
  std::chrono::weekday weekday;
  int number =
      0;  // days after Easter, which weekday of the month, or the year of a day that is once

  int from = kYearFirst;
  int until = kYearLast + 1;
  std::vector<int> except;

  Shift shift = Shift::kNone;
  std::array<int8_t, 7> shift_days{};  // by weekday, Sunday first; 0: stays

  std::string name;

  struct Days {
    std::optional<Day> nominal;
    std::optional<Day> observed;
  };
  // What the rule makes of one year; an observed day may lie in the year before or after.
  Days In(int year) const;

 private:
  Day NominalIn(int year) const;
};

}  // namespace mandat::internal
