// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "duty/deadline.h"

namespace mandat::internal {

// The stations of one computation, in order; what DeadlineOf answers from and what an explanation
// is written from.
struct Course {
  Day event_day;
  Day from;     // the day that is not counted: event_day, or the next after the cut-off
  Day counted;  // by counting alone; backward: the first day of the period
  Day rolled;   // off a Saturday, Sunday or holiday
  Day last;     // with two working days in the period
  Instant due;
};

// Errors: as DeadlineOf.
Result<Course> Run(Count count, Instant event, Period period, const TimeRules& rules);

// The day so many units later, or earlier for a negative number; a day of the month that the target
// month lacks is its last day. Not for hours and working days. Errors: kInvalid (out of reach).
Result<Day> Shift(Day day, TimeUnit unit, int64_t number);

// The next or, with step -1, the previous nth working day. Errors: kInvalid (out of reach),
// kNotFound (the calendar does not cover the year).
Result<Day> ShiftWorkingDays(Day day, uint32_t number, int step, const TimeRules& rules);

// Hours on the UTC line need no calendar; all other units do or may.
inline bool IsInHours(TimeUnit unit) {
  return unit == TimeUnit::kHours || unit == TimeUnit::kBusinessHours;
}

// What the rule set asks at the end of a period, if the period is for acting.
bool RollsOver(Count count, RuleSet rules);
bool WantsTwoWorkingDays(Count count, Period period, RuleSet rules);

// The first full hour of the clock after an instant; the hour of the instant itself is not full.
Instant NextFullHour(Instant at, const Zone& zone);

}  // namespace mandat::internal
