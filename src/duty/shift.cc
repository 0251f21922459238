// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "duty/internal/course.h"

namespace mandat::internal {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;

Error OutOfReach() { return Error::Invalid("period leaves the years 1970 to 2199"); }

Result<Day> ShiftDays(Day day, int64_t number) {
  const Day target = day + days(number);
  return IsInReach(target) ? Result<Day>(target) : Fail(OutOfReach());
}

// Source: Reg. 1182/71 Art. 3(2)(c).
// Reading: the date that counts is that of the day of the event, not of the day after (Court of
// Justice, C-171/03).
Result<Day> ShiftMonths(Day day, int64_t number) {
  constexpr int64_t kMonthsMax = 12 * (kYearLast - kYearFirst + 1);
  if (number < -kMonthsMax || number > kMonthsMax) {
    return Fail(OutOfReach());
  }
  year_month_day date = year_month_day(day) + months(number);
  if (!date.ok()) {
    date = date.year() / date.month() / std::chrono::last;
  }
  return ShiftDays(Day(date), 0);
}

}  // namespace

Result<Day> Shift(Day day, TimeUnit unit, int64_t number) {
  switch (unit) {
    case TimeUnit::kDays:
      return ShiftDays(day, number);
    case TimeUnit::kWeeks:
      return ShiftDays(day, number * 7);
    case TimeUnit::kMonths:
      return ShiftMonths(day, number);
    case TimeUnit::kYears:
      return ShiftMonths(day, number * 12);
    case TimeUnit::kHours:
    case TimeUnit::kBusinessHours:
    case TimeUnit::kWorkingDays:
      break;
  }
  return Fail(Error::Invalid("period is in a unit that has no fixed days"));
}

// Source: Reg. 1182/71 Art. 2(2), Art. 3(3).
Result<Day> ShiftWorkingDays(Day day, uint32_t number, int step, const TimeRules& rules) {
  while (number > 0) {
    day += days(step);
    if (!IsInReach(day)) {
      return Fail(OutOfReach());
    }
    MANDAT_TRY(const bool is_worked, rules.calendar.IsWorkingDay(day, rules.week));
    number -= is_worked ? 1 : 0;
  }
  return day;
}

}  // namespace mandat::internal
